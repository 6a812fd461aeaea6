#include "kiosk/platform/font_files.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace foyer::platform {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFontRoot = "/usr/share/fonts";
// A font folder that is deeper or larger than this is not searched to its end.
constexpr int kSearchDepthMax = 4;
constexpr int kSearchFilesMax = 20'000;

struct Known {
  Typeface typeface;
  const char* name;
  std::array<const char*, 2> places;
};

constexpr std::array<Known, 5> kKnown = {{
    {Typeface::text_regular,
     "Inter-Regular.otf",
     {"/usr/share/fonts/opentype/inter/Inter-Regular.otf", "/usr/share/fonts/truetype/inter/Inter-Regular.ttf"}},
    {Typeface::text_medium,
     "Inter-Medium.otf",
     {"/usr/share/fonts/opentype/inter/Inter-Medium.otf", "/usr/share/fonts/truetype/inter/Inter-Medium.ttf"}},
    {Typeface::text_semibold,
     "Inter-SemiBold.otf",
     {"/usr/share/fonts/opentype/inter/Inter-SemiBold.otf", "/usr/share/fonts/truetype/inter/Inter-SemiBold.ttf"}},
    {Typeface::display_semibold,
     "InterDisplay-SemiBold.otf",
     {"/usr/share/fonts/opentype/inter/InterDisplay-SemiBold.otf",
      "/usr/share/fonts/truetype/inter/InterDisplay-SemiBold.ttf"}},
    {Typeface::icons,
     "MaterialIcons-Regular.ttf",
     {"/usr/share/fonts/truetype/material-design-icons-iconfont/MaterialIcons-Regular.ttf",
      "/usr/share/fonts/truetype/material-icons/MaterialIcons-Regular.ttf"}},
}};

const Known& known(Typeface typeface) { return kKnown[static_cast<std::size_t>(typeface)]; }

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

// The first file below the font folder whose name begins with one of `prefixes`, in their order.
std::optional<fs::path> search(const std::vector<std::string_view>& prefixes) {
  std::vector<fs::path> found(prefixes.size());
  std::error_code error;
  int files = 0;
  fs::recursive_directory_iterator entry(kFontRoot, fs::directory_options::skip_permission_denied, error);
  for (; !error && entry != fs::recursive_directory_iterator() && files < kSearchFilesMax; entry.increment(error)) {
    ++files;
    if (entry.depth() >= kSearchDepthMax) entry.disable_recursion_pending();
    const std::string name = entry->path().filename().string();
    const std::string extension = entry->path().extension().string();
    if (extension != ".ttf" && extension != ".otf") continue;
    for (std::size_t i = 0; i < prefixes.size(); ++i) {
      // The shortest name is the upright one: "DejaVuSans.ttf" before "DejaVuSans-BoldOblique.ttf".
      const bool is_better = found[i].empty() || name.size() < found[i].filename().string().size();
      if (name.starts_with(prefixes[i]) && is_better) found[i] = entry->path();
    }
  }
  const auto best = std::find_if(found.begin(), found.end(), [](const fs::path& path) { return !path.empty(); });
  if (best == found.end()) return std::nullopt;
  return *best;
}

}  // namespace

const char* font_file_name(Typeface typeface) { return known(typeface).name; }

FontFile find_font(Typeface typeface) {
  for (const char* place : known(typeface).places) {
    if (is_file(place)) return {place, false};
  }
  if (typeface == Typeface::icons) {
    const auto elsewhere = search({"MaterialIcons-Regular"});
    return elsewhere ? FontFile{*elsewhere, false} : FontFile{{}, true};
  }
  // A weight that is missing is better replaced by another weight of the same face than by another face.
  for (const Known& other : kKnown) {
    if (other.typeface != Typeface::icons && is_file(other.places[0])) return {other.places[0], true};
  }
  const auto elsewhere = search({"Inter", "NotoSans-", "DejaVuSans", "LiberationSans", "FreeSans", ""});
  return elsewhere ? FontFile{*elsewhere, true} : FontFile{{}, true};
}

}  // namespace foyer::platform
