#!/usr/bin/env python3
"""Makes NotoSansSC-GB2312.ttf: the characters of GB 2312 (6,763 Han and its symbols) from the whole font.

    npm pack @expo-google-fonts/noto-sans-sc@0.4.3   (or any folder with NotoSansSC_400Regular.ttf)
    pip install fonttools==4.68.0
    python3 subset_sc.py NotoSansSC_400Regular.ttf NotoSansSC-GB2312.ttf
"""
import sys
from fontTools import subset


def gb2312():
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield ord(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                pass


source, target = sys.argv[1:]
options = subset.Options(
    layout_features=[], hinting=False, glyph_names=False, notdef_outline=True, recalc_timestamp=False,
    name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], drop_tables=["DSIG", "BASE", "VORG", "vhea", "vmtx", "GSUB", "GPOS", "GDEF"],
)
font = subset.load_font(source, options)
subsetter = subset.Subsetter(options)
# ASCII, and the marks Chinese typing brings beside GB 2312.
subsetter.populate(unicodes=[*range(0x20, 0x7F), *gb2312(), 0xA0, 0xA5, 0x20AC, 0x2013, 0x2014, 0x2022, 0x2713, 0xFFE5])
subsetter.subset(font)
font.save(target)
