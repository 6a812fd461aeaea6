#include "kiosk/views/fonts.h"

#include <utility>
#include <vector>

#include "kiosk/widgets/icons.h"
#include "kiosk/widgets/shadow.h"

namespace foyer::views {
namespace {

platform::Typeface typeface_of(widgets::Face face) {
  switch (face) {
    case widgets::Face::medium: return platform::Typeface::text_medium;
    case widgets::Face::semi_bold: return platform::Typeface::text_semibold;
    case widgets::Face::display_semi_bold: return platform::Typeface::display_semibold;
    case widgets::Face::icons: return platform::Typeface::icons;
  }
  return platform::Typeface::text_medium;
}

platform::FontRequest request_of(const widgets::FontSpec& spec) {
  platform::FontRequest request;
  request.typeface = typeface_of(spec.face);
  request.size_px = spec.size_px;
  // A name may come to stand in any of them: long ones step down the type scale.
  request.cover = platform::GlyphCover::all;
  if (spec.face != widgets::Face::icons) return request;
  request.cover = platform::GlyphCover::icons;
  for (std::size_t i = 0; i + 1 < widgets::icons::kRanges.size(); i += 2) {
    request.icons.push_back(static_cast<char16_t>(widgets::icons::kRanges[i]));
  }
  return request;
}

}  // namespace

widgets::Fonts load_fonts(platform::GuiContext& gui, float scale, widgets::TextSize text_size,
                          const std::filesystem::path& cache_dir) {
  std::vector<platform::FontRequest> requests;
  for (const widgets::FontSpec& spec : widgets::font_specs(scale, text_size)) requests.push_back(request_of(spec));
  std::vector<platform::AlphaPatch> patches;
  for (std::size_t i = 0; i < widgets::kShadows; ++i) {
    widgets::ShadowPicture picture = widgets::shadow_picture(i, scale);
    patches.push_back({picture.side, picture.side, std::move(picture.alpha)});
  }
  const std::vector<widgets::CornerSpec> corners = widgets::corner_specs(scale);
  for (const widgets::CornerSpec& spec : corners) {
    patches.push_back({2 * spec.radius_px, 2 * spec.radius_px, widgets::corner_picture(spec)});
  }
  const platform::FontSet& set = gui.load_fonts(requests, patches, cache_dir);
  widgets::Fonts fonts;
  for (std::size_t i = 0; i < widgets::kTypes; ++i) fonts.faces[i] = set.fonts[i];
  for (std::size_t i = 0; i < widgets::kShadows; ++i) {
    const platform::PatchUv& uv = set.patches[i];
    fonts.shadows[i] = widgets::placed_shadow(i, scale, uv.u0, uv.v0, uv.u1, uv.v1);
  }
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const platform::PatchUv& uv = set.patches[widgets::kShadows + i];
    fonts.corners.push_back({corners[i], {uv.u0, uv.v0}, {uv.u1, uv.v1}});
  }
  return fonts;
}

}  // namespace foyer::views
