// Every screen in every look, language, text size and orientation, held against the rules for targets and text. Drawn
// without a window; the pictures themselves are written by foyer-screenshots.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "tests/screenshots/scenes.h"
#include "tests/screenshots/stage.h"

namespace foyer::tests {
namespace {

using screens::Look;
using screens::TextSize;
using widgets::PixelRect;
using widgets::SemanticItem;

constexpr float kTargetMin = 60;
constexpr float kGapMin = 12;
constexpr float kKeyGapMin = 8;
constexpr float kRounding = 1.01F;  // rectangles stand on whole pixels

struct Window {
  int width, height;
};
constexpr Window kWindows[] = {{1280, 800}, {800, 1280}, {1920, 1200}, {1366, 768}, {720, 1280}};

struct SizePair {
  TextSize model;
  widgets::TextSize drawn;
};
constexpr SizePair kSizes[] = {{TextSize::normal, widgets::TextSize::normal},
                               {TextSize::large, widgets::TextSize::large},
                               {TextSize::largest, widgets::TextSize::largest}};

float gap_between(const PixelRect& a, const PixelRect& b) {
  const float dx = std::max({a.x - (b.x + b.w), b.x - (a.x + a.w), 0.0F});
  const float dy = std::max({a.y - (b.y + b.h), b.y - (a.y + a.h), 0.0F});
  return std::max(dx, dy);
}

bool touches_apart(const SemanticItem& item) { return item.touchable() && !item.backdrop && !item.popup; }

void check_targets(const Stage& stage, const std::string& where) {
  const float u = stage.scale();
  std::vector<const SemanticItem*> targets;
  for (const SemanticItem& item : stage.semantics().items()) {
    EXPECT_FALSE(item.id.empty()) << where;
    EXPECT_FALSE(item.label.empty()) << where << ": " << item.id << " has no name";
    EXPECT_GE(item.rect.x, -kRounding) << where << ": " << item.id;
    EXPECT_GE(item.rect.y, -kRounding) << where << ": " << item.id;
    EXPECT_LE(item.rect.x + item.rect.w, static_cast<float>(stage.width()) + kRounding) << where << ": " << item.id;
    EXPECT_LE(item.rect.y + item.rect.h, static_cast<float>(stage.height()) + kRounding) << where << ": " << item.id;
    if (!item.touchable()) continue;
    EXPECT_GE(item.rect.w, kTargetMin * u - kRounding) << where << ": " << item.id << " is too narrow";
    EXPECT_GE(item.rect.h, kTargetMin * u - kRounding) << where << ": " << item.id << " is too low";
    if (touches_apart(item)) targets.push_back(&item);
  }
  for (std::size_t a = 0; a < targets.size(); ++a) {
    for (std::size_t b = a + 1; b < targets.size(); ++b) {
      const float least = targets[a]->key || targets[b]->key ? kKeyGapMin : kGapMin;
      EXPECT_GE(gap_between(targets[a]->rect, targets[b]->rect), least * u - kRounding)
          << where << ": " << targets[a]->id << " and " << targets[b]->id << " stand too close";
    }
  }
}

// What is read and what is touched must not lie over each other.
void check_texts(const Stage& stage, const std::string& where) {
  const auto& items = stage.semantics().items();
  for (const SemanticItem& text : items) {
    if (text.role != widgets::Role::text || text.panel) continue;
    for (const SemanticItem& other : items) {
      if (&other == &text || other.backdrop || other.popup || other.panel) continue;
      const PixelRect& a = text.rect;
      const PixelRect& b = other.rect;
      const float w = std::min(a.x + a.w, b.x + b.w) - std::max(a.x, b.x);
      const float h = std::min(a.y + a.h, b.y + b.h) - std::max(a.y, b.y);
      EXPECT_FALSE(w > 2 && h > 2) << where << ": " << text.id << " lies over " << other.id;
    }
  }
  for (const widgets::Overflow& overflow : stage.semantics().overflows()) {
    ADD_FAILURE() << where << ": no room for \"" << overflow.text << "\" (" << overflow.id << ")";
  }
}

void check_ids(const Stage& stage, const std::string& where) {
  std::set<std::string> ids;
  const std::string screen = stage.semantics().screen() + ".";
  for (const SemanticItem& item : stage.semantics().items()) {
    EXPECT_TRUE(ids.insert(item.id).second) << where << ": " << item.id << " stands twice";
    const bool is_own = item.id.rfind(screen, 0) == 0 || item.id.rfind("key.", 0) == 0 || item.id == "keyboard";
    EXPECT_TRUE(is_own) << where << ": " << item.id;
  }
}

class EveryScreen : public ::testing::TestWithParam<std::tuple<std::size_t, std::size_t, const char*>> {};

TEST_P(EveryScreen, KeepsTheRulesForTargetsAndText) {
  const auto& [window, size, language] = GetParam();
  Stage stage(std::string(FOYER_BUILD_DIR) + "/assets/locale");
  stage.set_window(kWindows[window].width, kWindows[window].height, kSizes[size].drawn);
  for (const Look look : {Look::light, Look::dark, Look::high_contrast}) {
    for (const NamedScene& scene : all_scenes()) {
      const auto played = play(scene, {language, look, kSizes[size].model});
      stage.draw(*played);
      const std::string where = std::string(scene.name) + " " + language + " " + std::to_string(stage.width()) + "x" +
                                std::to_string(stage.height()) + " A" + std::string(size, '+');
      check_targets(stage, where);
      check_texts(stage, where);
      check_ids(stage, where);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Views, EveryScreen,
                         ::testing::Combine(::testing::Values(0, 1, 2, 3, 4), ::testing::Values(0, 1, 2),
                                            ::testing::Values("en", "de")));

TEST(Views, EveryScreenIsReachedByAScene) {
  std::set<std::string> reached;
  for (const NamedScene& scene : all_scenes()) {
    reached.insert(screens::screen_name(play(scene, {})->state().screen()));
  }
  for (const screens::ScreenId screen : screens::kAllScreens) {
    EXPECT_TRUE(reached.contains(screens::screen_name(screen))) << screens::screen_name(screen);
  }
}

TEST(Views, StillThereShowsNothingOfWhatWasTyped) {
  Stage stage(std::string(FOYER_BUILD_DIR) + "/assets/locale");
  stage.set_window(1280, 800, widgets::TextSize::normal);
  for (const NamedScene& scene : all_scenes()) {
    if (std::string_view(scene.name) != "still_there") continue;
    stage.draw(*play(scene, {}));
    for (const SemanticItem& item : stage.semantics().items()) {
      EXPECT_EQ((item.label + item.value).find("nna"), std::string::npos) << item.id;
    }
  }
}

TEST(Views, HomeIsReadFromTopToBottom) {
  Stage stage(std::string(FOYER_BUILD_DIR) + "/assets/locale");
  stage.set_window(1280, 800, widgets::TextSize::normal);
  for (const NamedScene& scene : all_scenes()) {
    if (!std::string_view(scene.name).starts_with("home")) continue;
    stage.draw(*play(scene, {}));
    float y = 0;
    for (const SemanticItem& item : stage.semantics().items()) {
      if (item.rect.y < 80) continue;  // the header
      EXPECT_GE(item.rect.y, y) << scene.name << ": " << item.id;
      y = item.rect.y;
    }
  }
}

TEST(Views, ALetterKeyIsCalledByItsLetter) {
  Stage stage(std::string(FOYER_BUILD_DIR) + "/assets/locale");
  stage.set_window(1280, 800, widgets::TextSize::normal);
  for (const NamedScene& scene : all_scenes()) {
    if (std::string_view(scene.name) != "details") continue;
    stage.draw(*play(scene, {}));
    const SemanticItem* key = stage.semantics().find("key.a");
    ASSERT_NE(key, nullptr);
    EXPECT_EQ(key->label, "a");
    EXPECT_TRUE(key->key);
    EXPECT_TRUE(key->long_press);
    EXPECT_EQ(stage.semantics().find("key.next")->label, "Next");
    EXPECT_TRUE(stage.semantics().find("key.backspace")->repeats);
    EXPECT_TRUE(stage.semantics().find("key.m")->pressed);
  }
}

TEST(Views, NamesInGreekAndCyrillicHaveTheirLettersInEverySize) {
  Stage stage(std::string(FOYER_BUILD_DIR) + "/assets/locale");
  for (const SizePair& size : kSizes) {
    stage.set_window(1280, 800, size.drawn);
    for (const widgets::FontSpec& spec : widgets::font_specs(1, size.drawn)) {
      if (spec.face == widgets::Face::icons) continue;
      const ImFont* face = stage.fonts().faces[widgets::index_of(spec.type)];
      for (const char16_t letter : std::u16string_view(u"\u03A9\u0416\u1EC7\u0219")) {
        EXPECT_NE(face->FindGlyphNoFallback(letter), nullptr)
            << spec.size_px << " px lacks U+" << std::hex << int{letter};
      }
    }
  }
}

// A frame is built again after every touch: it must stay small.
TEST(Views, AFrameIsSmall) {
  Stage stage(std::string(FOYER_BUILD_DIR) + "/assets/locale");
  stage.set_window(1280, 800, widgets::TextSize::normal);
  for (const NamedScene& scene : all_scenes()) {
    stage.draw(*play(scene, {}));
    EXPECT_LT(stage.vertices(), 6'000) << scene.name;
  }
}

}  // namespace
}  // namespace foyer::tests
