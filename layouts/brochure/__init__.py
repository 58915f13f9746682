"""The printed brochure: panels.py decides what stands where, pdf.py carries it out."""
