"""What a PDF says of its standards in its XMP: PDF/UA-1 beside the PDF/A that the typesetter has written there."""

from typing import Any

import pydyf

from layouts.brochure.tags import resolve

END = b"</rdf:RDF>"
PDFUA = "http://www.aiim.org/pdfua/ns/id/"
# PDF/A knows no pdfuaid: a property that is not its own is described where it is used (ISO 19005-3, 6.6.2.3).
IDENTIFIED = f"""
<rdf:Description rdf:about="" xmlns:pdfuaid="{PDFUA}"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{PDFUA}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def complete_metadata(document: Any, pdf: pydyf.PDF) -> None:
    """WeasyPrint's finisher: adds PDF/UA-1 (ISO 14289-1, 5) to the metadata, which stay readable without unpacking."""
    metadata = resolve(pdf, pdf.catalog["Metadata"])
    (packet,) = metadata.stream
    assert packet.count(END) == 1  # one rdf:RDF in a packet; WeasyPrint 70 writes it so
    metadata.stream = [packet.replace(END, IDENTIFIED.encode() + END)]
    metadata.compress = False
