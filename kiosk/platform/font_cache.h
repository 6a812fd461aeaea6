// A built glyph atlas in one file, so that a start need not render glyphs.
//
// Byte for byte, in the machine's own order (the file never leaves it): "FOYERFA1", u64 key, u64 checksum of all that
// follows, then u32 atlas width, u32 height, the floats of the white pixel and of the baked lines' texture coordinates,
// u32 count of patches and their four floats each, u32 count of fonts and for each its size, ascent, descent (floats),
// u32 count of glyphs and for each u32 code point and nine floats (box, texture box, advance); last the alpha bytes. A
// file with another key or a wrong checksum is no cache; it is built again. UI thread; never fails.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "kiosk/platform/fonts.h"

struct ImFontAtlas;

namespace foyer::platform {

// Puts fonts, patches and texture into the empty `atlas` and `set`. False, and nothing changed, when there is no such
// cache.
bool read_font_cache(const std::filesystem::path& file, std::uint64_t key, ImFontAtlas& atlas, FontSet& set);

// Written beside and renamed; a failure to write only means that the next start builds again.
void write_font_cache(const std::filesystem::path& file, std::uint64_t key, const ImFontAtlas& atlas,
                      const FontSet& set);

}  // namespace foyer::platform
