// Where Debian keeps the typefaces, and what stands in for one that is not there. Reads folder listings; never fails.
#pragma once

#include <filesystem>
#include <optional>

#include "kiosk/platform/fonts.h"

namespace foyer::platform {

struct FontFile {
  std::filesystem::path path;  // empty: ImGui's own font
  bool is_replacement = false;
};

FontFile find_font(Typeface typeface);

// The file name that find_font() looks for, for messages.
const char* font_file_name(Typeface typeface);

}  // namespace foyer::platform
