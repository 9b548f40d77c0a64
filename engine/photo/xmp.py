"""XMP packets: dropping pictures and depth maps, keeping the rest byte for byte, naming the source type.

Elements are found with an XML parser and cut out of the bytes: a packet written anew would lose its
padding, its prefixes and the order that other programs gave it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

DIGITAL_SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
"""IPTC's word for a photograph with parts that a trained algorithm made."""

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XMP = "http://ns.adobe.com/xap/1.0/"
_TIFF = "http://ns.adobe.com/tiff/1.0/"
_NOTE = "http://ns.adobe.com/xmp/note/"
_IPTC_EXT = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_GOOGLE_CAMERA = "http://ns.google.com/photos/1.0/camera/"

# Everything in these namespaces is, or belongs to, a second picture: previews, depth and gain maps.
_PICTURES = (
    "http://ns.adobe.com/xap/1.0/g/img/",
    "http://ns.google.com/photos/1.0/depthmap/",
    "http://ns.google.com/photos/1.0/image/",
    "http://ns.google.com/photos/1.0/focus/",
    "http://ns.google.com/photos/1.0/container/",
    "http://ns.google.com/photos/dd/1.0/",
    "http://ns.adobe.com/hdr-gain-map/1.0/",
    "http://ns.apple.com/HDRGainMap/1.0/",
    "http://ns.apple.com/pixeldatainfo/1.0/",
)
_MOTION = re.compile(r"(Micro|Motion)(Video|Photo).*")

_MINIMAL = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="' + _RDF.encode() + b'">\n'
    b"</rdf:RDF></x:xmpmeta>\n"
    b'<?xpacket end="w"?>'
)


def is_picture(name: str) -> bool:
    """Whether a property, "namespace|local name", is a second picture or belongs to one."""
    space, _, local = name.rpartition("|")
    if space == _XMP and local == "Thumbnails":
        return True
    if space == _GOOGLE_CAMERA and _MOTION.fullmatch(local):
        return True
    return space.startswith(_PICTURES)


def without_pictures(packet: bytes) -> tuple[bytes | None, bool]:
    """The packet without thumbnails, gain and depth maps.

    Returns:
        The packet, None where it cannot be parsed and so cannot be trusted, and whether it changed.
    """
    cut = _without(packet, is_picture)
    return cut, cut != packet


def without_extension(packet: bytes) -> bytes:
    """The packet without its pointer to an extended packet."""
    return _without(packet, lambda name: name == f"{_NOTE}|HasExtendedXMP") or packet


def marked(packet: bytes | None) -> bytes:
    """The packet, or a new one, with the digital source type of a partly synthetic photo."""
    base = packet or _MINIMAL
    base = _without(base, lambda name: name == f"{_IPTC_EXT}|DigitalSourceType") or _MINIMAL
    close = re.search(rb"</([A-Za-z_][\w.-]*:)?RDF\s*>", base)
    prefix = _rdf_prefix(base)
    if close is None or prefix is None:
        empty = re.search(rb"<([A-Za-z_][\w.-]*:)?RDF([^>]*)/>", base)
        if empty is None or prefix is None:
            return marked(None)
        name = (empty[1] or b"") + b"RDF"
        opened = b"<" + name + empty[2] + b"></" + name + b">"
        return marked(base[: empty.start()] + opened + base[empty.end() :])
    statement = (
        f'<{prefix}Description {prefix}about="" xmlns:Iptc4xmpExt="{_IPTC_EXT}" '
        f'Iptc4xmpExt:DigitalSourceType="{DIGITAL_SOURCE_TYPE}"/>\n'
    ).encode()
    return base[: close.start()] + statement + base[close.start() :]


def with_orientation(packet: bytes, orientation: int) -> bytes:
    """The packet with `tiff:Orientation`, where it has one, changed."""
    value = str(orientation).encode()
    packet = re.sub(rb'(tiff:Orientation=["\'])\d(["\'])', rb"\g<1>" + value + rb"\g<2>", packet)
    return re.sub(rb"(<tiff:Orientation>)\d(</)", rb"\g<1>" + value + rb"\g<2>", packet)


def without_padding(packet: bytes) -> bytes:
    """The packet without the blank space that it keeps for later edits."""
    return re.sub(rb"\s{64,}(<\?xpacket end=)", rb"\n\1", packet)


def holds_pictures(packet: bytes) -> bool:
    """Whether bytes of XMP, even cut-off ones, speak of second pictures."""
    return any(space.encode() in packet for space in _PICTURES) or b"Thumbnails" in packet


def _rdf_prefix(packet: bytes) -> str | None:
    match = re.search(rb"xmlns(?::([\w.-]+))?=[\"']" + re.escape(_RDF.encode()), packet)
    if match is None or match[1] is None:
        return None
    return match[1].decode() + ":"


def _without(packet: bytes, is_unwanted: Callable[[str], bool]) -> bytes | None:
    """The packet without the elements and attributes for which `is_unwanted(name)`; None if unparsable."""
    if re.search(rb"<!(DOCTYPE|ENTITY)", packet):
        return None  # entity bombs hide here; no camera writes one
    cuts: list[tuple[int, int]] = []
    opened: list[bool] = []
    parser = expat.ParserCreate(namespace_separator="|")
    spaces: dict[str, list[str]] = {}
    starts: list[int] = []

    def on_space(prefix: str | None, uri: str | None) -> None:
        spaces.setdefault(prefix or "", []).append(uri or "")

    def on_space_end(prefix: str | None) -> None:
        spaces[prefix or ""].pop()

    def on_start(name: str, attributes: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        opened.append(bool(is_unwanted(name)))
        starts.append(at)
        if opened.count(True) == 0 and any(is_unwanted(attribute) for attribute in attributes):
            cuts.extend(_attribute_spans(packet, at, spaces, is_unwanted))

    def on_end(name: str) -> None:
        is_cut, start = opened.pop(), starts.pop()
        if is_cut and not any(opened):
            at = parser.CurrentByteIndex
            # An empty element has no end tag of its own.
            stop = _tag_end(packet, start)
            is_empty = packet[stop - 2 : stop] == b"/>"
            cuts.append((start, stop if is_empty else packet.index(b">", at) + 1))

    parser.StartNamespaceDeclHandler = on_space
    parser.EndNamespaceDeclHandler = on_space_end
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    try:
        parser.Parse(packet.rstrip(b"\0"), True)
    except (expat.ExpatError, ValueError):
        return None
    result = packet
    for start, stop in sorted(set(cuts), reverse=True):
        result = result[:start] + result[stop:]
    return result


def _attribute_spans(
    packet: bytes, at: int, spaces: dict[str, list[str]], is_unwanted: Callable[[str], bool]
) -> list[tuple[int, int]]:
    spans = []
    position = at
    pattern = re.compile(rb"\s+([\w.-]+):([\w.-]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
    while True:
        match = pattern.search(packet, position)
        stop = _tag_end(packet, at)
        if match is None or match.start() >= stop:
            return spans
        uri = spaces.get(match[1].decode(), [""])[-1:]
        if uri and is_unwanted(f"{uri[0]}|{match[2].decode()}"):
            spans.append(match.span())
        position = match.end()


def _tag_end(packet: bytes, at: int) -> int:
    """Where the start tag at `at` ends; a ">" inside a quoted value does not end it."""
    match = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>").match(packet, at)
    return match.end() if match else at
