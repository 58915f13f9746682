"""ICC profiles: what their header says (ICC.1, 7.2)."""

HEADER = 128  # bytes


def output_profile_fault(profile: bytes) -> str:
    """Why a profile cannot stand for a printing condition in process colours, or nothing."""
    if len(profile) < HEADER or profile[36:40] != b"acsp":
        return "it is no ICC profile"
    if int.from_bytes(profile[:4], "big") != len(profile):
        return "it is not whole"
    if profile[12:16] != b"prtr":
        return "it describes no printer (its class is not 'prtr')"
    if profile[16:20] != b"CMYK":
        return "its colours are not CMYK"
    return "" if profile[8] <= 4 else "its version is newer than 4, which a PDF 1.6 cannot carry"
