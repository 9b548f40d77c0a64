"""What a Mac has to be told about the program (Info.plist)."""

from __future__ import annotations

from typing import Any

_TYPES = (
    ("JPEG image", "public.jpeg"),
    ("PNG image", "public.png"),
    ("TIFF image", "public.tiff"),
    ("WebP image", "org.webmproject.webp"),
)

INFO: dict[str, Any] = {
    "CFBundleDisplayName": "Lacuna",
    "LSApplicationCategoryType": "public.app-category.photography",
    "LSMinimumSystemVersion": "12.0",
    "NSHighResolutionCapable": True,
    "NSHumanReadableCopyright": "Apache License 2.0; weights for non-commercial research use",
    "CFBundleDocumentTypes": [
        {
            "CFBundleTypeName": name,
            "CFBundleTypeRole": "Editor",
            # Nobody's photos open in another program because this one was installed.
            "LSHandlerRank": "Alternate",
            "LSItemContentTypes": [kind],
        }
        for name, kind in _TYPES
    ],
}
