#include "kiosk/widgets/theme.h"

#include <gtest/gtest.h>

#include <set>

#include "kiosk/widgets/icons.h"

namespace foyer::widgets {
namespace {

TEST(Theme, ContrastIsThatOfWcag) {
  EXPECT_NEAR(contrast(rgb(0x000000), rgb(0xFFFFFF)), 21.0, 0.001);
  EXPECT_NEAR(contrast(rgb(0xFFFFFF), rgb(0xFFFFFF)), 1.0, 0.001);
  EXPECT_NEAR(contrast(rgb(0x767676), rgb(0xFFFFFF)), 4.54, 0.01);
}

TEST(Theme, EveryPairThatMeetsOnAScreenHasItsContrast) {
  for (const ThemeName name : kAllThemes) {
    for (const ContrastPair& pair : contrast_pairs(theme(name))) {
      EXPECT_GE(contrast(pair.front, pair.back), pair.at_least) << theme_text(name) << ": " << pair.what;
    }
  }
}

TEST(Theme, PairsAreNamedOnce) {
  std::set<std::string_view> names;
  for (const ContrastPair& pair : contrast_pairs(theme(ThemeName::light))) {
    EXPECT_FALSE(pair.what.empty());
    EXPECT_TRUE(names.insert(pair.what).second) << pair.what;
  }
}

TEST(Theme, LargeTextIsAsLargeAsPromised) {
  // Body and up at 1.6 times; with A++ a capital is 6.1 mm high (60 u of Inter), but for the two steps down.
  const auto large = font_specs(1, TextSize::large);
  EXPECT_GE(large[index_of(Type::body)].size_px, 48);
  for (const FontSpec& spec : font_specs(1, TextSize::largest)) {
    const bool is_step_down = spec.type == Type::smaller || spec.type == Type::smallest;
    if (spec.face != Face::icons && !is_step_down) {
      EXPECT_GE(spec.size_px, 60) << index_of(spec.type);
    }
  }
}

TEST(Theme, FontsFollowTheScaleAndAreWholePixels) {
  for (const TextSize size : kAllTextSizes) {
    for (const FontSpec& spec : font_specs(1.37F, size))
      EXPECT_EQ(spec.size_px, static_cast<float>(static_cast<int>(spec.size_px)));
  }
  EXPECT_EQ(font_specs(1.5F, TextSize::normal)[index_of(Type::body)].size_px, 45);
}

TEST(Theme, TheCanvasFitsEveryWindow) {
  EXPECT_FLOAT_EQ(scale_for(1280, 800), 1.0F);
  EXPECT_FLOAT_EQ(scale_for(800, 1280), 1.0F);
  EXPECT_FLOAT_EQ(scale_for(1920, 1200), 1.5F);
  for (const auto& [w, h] : {std::pair{1024.0F, 600.0F}, {1920.0F, 1080.0F}, {720.0F, 1280.0F}, {3840.0F, 2160.0F}}) {
    const float s = scale_for(w, h);
    EXPECT_GE(std::max(w, h) / s, 1279.9F);
    EXPECT_GE(std::min(w, h) / s, 799.9F);
  }
}

TEST(Icons, RangesAreSortedPairsThatEndWithZero) {
  const auto& ranges = icons::kRanges;
  EXPECT_EQ(ranges.back(), 0);
  for (std::size_t i = 2; i + 1 < ranges.size(); ++i) EXPECT_GE(ranges[i], ranges[i - 1]);
}

}  // namespace
}  // namespace foyer::widgets
