#include "kiosk/platform/fonts.h"

#include <imgui.h>
#include <imgui_freetype.h>
#include <malloc.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <utility>

#include "kiosk/platform/font_cache.h"
#include "kiosk/platform/font_files.h"
#include "shared/base/check.h"
#include "shared/base/log.h"

namespace foyer::platform {
namespace {

namespace fs = std::filesystem;

// Pairs of first and last code point, ended by 0, as ImGui wants them.
constexpr ImWchar kLatinRanges[] = {0x0020, 0x007E, 0x00A0, 0x024F, 0x1E00, 0x1EFF, 0x2010,
                                    0x2027, 0x2030, 0x203A, 0x20A0, 0x20BF, 0x2122, 0x2122,
                                    0x2190, 0x2193, 0x2212, 0x2212, 0xFFFD, 0xFFFD, 0};
constexpr ImWchar kAllRanges[] = {0x0020, 0x007E, 0x00A0, 0x024F, 0x0300, 0x036F, 0x0370, 0x03FF, 0x0400,
                                  0x052F, 0x1E00, 0x1EFF, 0x2010, 0x2027, 0x2030, 0x203A, 0x20A0, 0x20BF,
                                  0x2122, 0x2122, 0x2190, 0x2193, 0x2212, 0x2212, 0xFFFD, 0xFFFD, 0};

std::uint64_t mix(std::uint64_t hash, const void* data, std::size_t size) {
  const auto* bytes = static_cast<const unsigned char*>(data);
  for (std::size_t i = 0; i < size; ++i) hash = (hash ^ bytes[i]) * 0x100000001B3U;  // FNV-1a
  return hash;
}

// Changes whenever the atlas would.
std::uint64_t key_of(const std::vector<FontRequest>& requests, const std::vector<AlphaPatch>& patches) {
  std::uint64_t key = 0xCBF29CE484222325U;
  key = mix(key, IMGUI_VERSION, sizeof IMGUI_VERSION);
  for (const FontRequest& request : requests) {
    const FontFile file = find_font(request.typeface);
    struct stat about = {};
    if (!file.path.empty()) stat(file.path.c_str(), &about);
    const std::string path = file.path.string();
    key = mix(key, path.data(), path.size());
    key = mix(key, &about.st_size, sizeof about.st_size);
    key = mix(key, &about.st_mtim.tv_sec, sizeof about.st_mtim.tv_sec);
    key = mix(key, &request.size_px, sizeof request.size_px);
    key = mix(key, &request.cover, sizeof request.cover);
    key = mix(key, request.icons.data(), request.icons.size() * sizeof(char16_t));
  }
  key = mix(key, kAllRanges, sizeof kAllRanges);
  key = mix(key, kLatinRanges, sizeof kLatinRanges);
  for (const AlphaPatch& patch : patches) {
    key = mix(key, &patch.width, sizeof patch.width);
    key = mix(key, &patch.height, sizeof patch.height);
    key = mix(key, patch.pixels.data(), patch.pixels.size());
  }
  return key;
}

using Ranges = std::vector<std::vector<ImWchar>>;  // must outlive the build

const ImWchar* ranges_of(const FontRequest& request, Ranges& owned) {
  switch (request.cover) {
    case GlyphCover::latin: return kLatinRanges;
    case GlyphCover::all: return kAllRanges;
    case GlyphCover::icons: break;
  }
  std::vector<ImWchar> list;
  for (const char16_t icon : request.icons) {
    list.push_back(icon);
    list.push_back(icon);
  }
  if (list.empty()) list = {' ', ' '};
  list.push_back(0);
  owned.push_back(std::move(list));
  return owned.back().data();
}

void add_font(ImFontAtlas& atlas, const FontRequest& request, Ranges& ranges, FontSet& set) {
  const FontFile file = find_font(request.typeface);
  if (file.is_replacement) {
    const std::string name = font_file_name(request.typeface);
    if (std::find(set.missing.begin(), set.missing.end(), name) == set.missing.end()) set.missing.push_back(name);
  }
  ImFontConfig config;
  config.PixelSnapH = true;  // whole advances: glyphs lie on the pixel grid wherever a text begins
  config.OversampleH = 1;
  config.OversampleV = 1;
  ImFont* font = nullptr;
  if (!file.path.empty()) {
    font = atlas.AddFontFromFileTTF(file.path.c_str(), request.size_px, &config, ranges_of(request, ranges));
  }
  if (font == nullptr) {
    config.SizePixels = request.size_px;
    font = atlas.AddFontDefault(&config);
  }
  set.fonts.push_back(font);
}

void build_atlas(ImFontAtlas& atlas, const std::vector<FontRequest>& requests, const std::vector<AlphaPatch>& patches,
                 FontSet& set) {
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
  atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
  Ranges ranges;
  ranges.reserve(requests.size());
  for (const FontRequest& request : requests) add_font(atlas, request, ranges, set);
  std::vector<int> rects;
  for (const AlphaPatch& patch : patches) rects.push_back(atlas.AddCustomRectRegular(patch.width, patch.height));

  unsigned char* pixels = nullptr;
  auto texture = std::make_unique<Texture>();
  atlas.GetTexDataAsAlpha8(&pixels, &texture->width, &texture->height);
  FOYER_CHECK(pixels != nullptr);
  texture->pixels.assign(pixels, pixels + std::ptrdiff_t{texture->width} * texture->height);
  for (std::size_t i = 0; i < patches.size(); ++i) {
    const ImFontAtlasCustomRect* rect = atlas.GetCustomRectByIndex(rects[i]);
    for (int row = 0; row < patches[i].height; ++row) {
      const auto from = patches[i].pixels.begin() + std::ptrdiff_t{row} * patches[i].width;
      std::copy_n(from, patches[i].width,
                  texture->pixels.begin() + std::ptrdiff_t{rect->Y + row} * texture->width + rect->X);
    }
    ImVec2 first;
    ImVec2 last;
    atlas.CalcCustomRectUV(rect, &first, &last);
    set.patches.push_back({first.x, first.y, last.x, last.y});
  }
  set.texture = std::move(texture);
}

// Each text size has its own file: three sizes at two scales, say. Older ones do not pile up.
constexpr std::size_t kCachesMax = 6;

void remove_old_caches(const fs::path& dir) {
  std::error_code error;
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  for (fs::directory_iterator entry(dir, error); !error && entry != fs::directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    if (entry->path().filename().string().starts_with("glyphs-")) {
      files.emplace_back(entry->last_write_time(ignored), entry->path());
    }
  }
  std::sort(files.rbegin(), files.rend());
  for (std::size_t i = kCachesMax; i < files.size(); ++i) fs::remove(files[i].second, error);
}

}  // namespace

FontSet load_fonts(ImFontAtlas& atlas, const std::vector<FontRequest>& requests, const std::vector<AlphaPatch>& patches,
                   const std::filesystem::path& cache_dir) {
  FOYER_CHECK(!requests.empty());
  FontSet set;
  const std::uint64_t key = key_of(requests, patches);
  char name[40];
  std::snprintf(name, sizeof name, "glyphs-%016llx", static_cast<unsigned long long>(key));
  const fs::path file = cache_dir.empty() ? fs::path() : cache_dir / name;
  if (!file.empty() && read_font_cache(file, key, atlas, set)) {
    set.from_cache = true;
  } else {
    build_atlas(atlas, requests, patches, set);
    if (!file.empty()) {
      write_font_cache(file, key, atlas, set);
      remove_old_caches(cache_dir);
    }
    for (const std::string& missing : set.missing) log_warning("typeface replaced, not installed: " + missing);
    atlas.ClearTexData();
    atlas.ClearInputData();
    malloc_trim(0);  // building takes many times the memory that the atlas keeps
  }
  atlas.SetTexID(set.texture.get());
  return set;
}

}  // namespace foyer::platform
