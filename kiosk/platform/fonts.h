// The typefaces as ImFont objects in one glyph atlas, built by FreeType once and then read back from a file beside the
// data. A typeface that is not installed is replaced by another one, in the end by ImGui's own: text always shows.
// Owned by the GUI context; UI thread only. Loading never fails; what was replaced stands in `missing`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/platform/draw_list_consumer.h"

struct ImFont;
struct ImFontAtlas;

namespace foyer::platform {

enum class Typeface {
  text_regular,      // Inter Regular
  text_medium,       // Inter Medium
  text_semibold,     // Inter SemiBold
  display_semibold,  // Inter Display SemiBold
  icons,             // Material Icons; needs FontRequest::icons
};

enum class GlyphCover {
  latin,  // Latin with all its European extensions, general punctuation, currency signs
  all,    // latin, Greek, Cyrillic, Vietnamese: what people may be called
  icons,  // exactly FontRequest::icons
};

// One font: sizes are ImGui sizes (ascender to descender) in pixels of the window, already scaled.
struct FontRequest {
  Typeface typeface = Typeface::text_medium;
  float size_px = 30;
  GlyphCover cover = GlyphCover::latin;
  std::vector<char16_t> icons;  // code points of GlyphCover::icons
};

// A small alpha picture baked into the atlas, for example a blurred shadow to be drawn as nine slices.
struct AlphaPatch {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;
};
struct PatchUv {
  float u0 = 0, v0 = 0, u1 = 0, v1 = 0;
};

struct FontSet {
  std::vector<ImFont*> fonts;        // in the order of the requests; never null; owned by the atlas
  std::vector<PatchUv> patches;      // in the order of the patches
  std::unique_ptr<Texture> texture;  // the atlas' TexID points to it
  std::vector<std::string> missing;  // file names of typefaces that were replaced
  bool from_cache = false;
};

// Fills `atlas`, which must be empty. `cache_dir` may be empty: then nothing is read or written.
FontSet load_fonts(ImFontAtlas& atlas, const std::vector<FontRequest>& requests, const std::vector<AlphaPatch>& patches,
                   const std::filesystem::path& cache_dir);

}  // namespace foyer::platform
