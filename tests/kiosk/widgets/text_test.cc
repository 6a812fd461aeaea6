// Text on a draw list, with ImGui's own face: what matters here is wrapping, stepping down and reporting, not the
// shapes.
#include <gtest/gtest.h>
#include <imgui.h>

#include <string>

#include "kiosk/widgets/field.h"
#include "kiosk/widgets/ui.h"

namespace foyer::widgets {
namespace {

class TextTest : public ::testing::Test {
 protected:
  TextTest() : context_(ImGui::CreateContext()) {
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    for (const FontSpec& spec : font_specs(1, TextSize::normal)) {
      ImFontConfig config;
      config.SizePixels = spec.size_px;
      fonts_.faces[index_of(spec.type)] = io.Fonts->AddFontDefault(&config);
    }
    io.Fonts->Build();
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    io.Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
    io.DisplaySize = {1280, 800};
    ImGui::NewFrame();
    frame_.draw = ImGui::GetBackgroundDrawList();
    frame_.theme = &theme(ThemeName::light);
    frame_.fonts = &fonts_;
    frame_.semantics = &semantics_;
    frame_.width_px = 1280;
    frame_.height_px = 800;
    semantics_.begin_frame("test");
  }
  ~TextTest() override {
    ImGui::EndFrame();
    ImGui::DestroyContext(context_);
  }

  ImGuiContext* context_;
  Fonts fonts_;
  Semantics semantics_;
  Frame frame_;
};

TEST_F(TextTest, WrapsBetweenWords) {
  Ui ui(frame_);
  const float word = ui.text_width("reception ", Type::body);
  const TextStyle style{.type = Type::body, .max_lines = 3};
  EXPECT_FLOAT_EQ(ui.text_height(word * 1.5F, "reception reception reception", style), 3 * ui.line_height(Type::body));
  EXPECT_FLOAT_EQ(ui.text_height(word * 3.5F, "reception reception reception", style), ui.line_height(Type::body));
}

TEST_F(TextTest, StepsDownBeforeItReportsAnOverflow) {
  Ui ui(frame_);
  const std::string word = "Verabschiedung";
  const float narrow = ui.text_width(word, Type::button) + 2;
  const float used = ui.text("a", {0, 0, narrow, 60}, word, {.type = Type::title1, .max_lines = 1});
  EXPECT_FLOAT_EQ(used, ui.line_height(Type::button));
  EXPECT_TRUE(semantics_.overflows().empty());
}

TEST_F(TextTest, ReportsWhatFindsNoRoom) {
  Ui ui(frame_);
  ui.text("b", {0, 0, 40, 30}, "much too long for this", {.type = Type::body, .max_lines = 1});
  ASSERT_EQ(semantics_.overflows().size(), 1u);
  EXPECT_EQ(semantics_.overflows()[0].id, "b");
}

// The part of the draw list that a call has added must lie inside a rectangle.
void expect_inside(const ImDrawList& draw, int first, const Rect& place) {
  for (int i = first; i < draw.VtxBuffer.Size; ++i) {
    const ImVec2 at = draw.VtxBuffer[i].pos;
    EXPECT_GE(at.x, place.x - 1);
    EXPECT_LE(at.x, place.right() + 2);
    EXPECT_GE(at.y, place.y - 1);
    EXPECT_LE(at.y, place.bottom() + 1);
  }
}

TEST_F(TextTest, LongTextEndsInsideItsRectangle) {
  Ui ui(frame_);
  const std::string word(200, 'w');
  std::string words;
  for (int i = 0; i < 40; ++i) words += "wolke ";
  for (const std::string& text : {word, words}) {
    for (const Cut cut : {Cut::never, Cut::end, Cut::middle}) {
      for (const bool middle : {false, true}) {
        for (const Rect& place : {Rect{50, 60, 300, 70}, Rect{50, 60, 120, 20}, Rect{50, 60, 40, 5}}) {
          const int first = frame_.draw->VtxBuffer.Size;
          const float used =
              ui.text("a", place, text, {.type = Type::title1, .max_lines = 2, .middle = middle, .cut = cut});
          EXPECT_LE(used, 2 * ui.line_height(Type::title1));
          expect_inside(*frame_.draw, first, place);
        }
      }
    }
  }
}

TEST_F(TextTest, WhatVisitorsTypedIsShortenedAndStaysReadable) {
  Ui ui(frame_);
  const std::string email = std::string(200, 'a') + "@example.com";
  const float used = ui.text("a", {0, 0, 400, 80}, email, {.type = Type::body, .max_lines = 2, .cut = Cut::middle});
  EXPECT_FLOAT_EQ(used, 2 * ui.line_height(Type::label));
  EXPECT_TRUE(semantics_.overflows().empty());
}

TEST_F(TextTest, AFieldThatHasScrolledSaysOnlyWhatIsOnTheScreen) {
  Ui ui(frame_);
  const std::string value = "hidden." + std::string(200, 'x') + "@example.com";
  field(ui, {40, 100, 300, 0}, {.id = "a", .label = "A", .value = value, .caret = value.size(), .focused = true});
  const std::string seen = semantics_.find("a")->value;
  EXPECT_LT(seen.size(), value.size());
  EXPECT_EQ(value.substr(value.size() - seen.size()), seen) << "the end is where the caret stands";
  field(ui, {40, 300, 300, 0}, {.id = "b", .label = "B", .value = value});
  EXPECT_EQ(semantics_.find("b")->value.rfind("hidden.", 0), 0U);
  EXPECT_EQ(semantics_.find("b")->value.find('@'), std::string::npos);
}

TEST_F(TextTest, AFieldBehindAnIconSaysNothingOfWhatItHolds) {
  Ui ui(frame_);
  field_tab(ui, {40, 100, 84, 60}, {.id = "details.name", .label = "Full name", .icon = "x"});
  EXPECT_EQ(semantics_.find("details.name")->value, "");
}

TEST_F(TextTest, HostileTextIsDrawnWithoutHarm) {
  Ui ui(frame_);
  const std::string long_word(64 * 1024, 'x');
  for (const std::string& text : {std::string("\xF0\x9F\x98\x80\xFF\xC3"), long_word, std::string("a\nb\n\n"),
                                  std::string("\xE2\x80\xAE"
                                              "abc"),
                                  std::string(1, '\0')}) {
    ui.text("c", {0, 0, 200, 60}, text, {.type = Type::body});
    field(ui, {0, 0, 300, 0}, {.id = "f", .label = "F", .value = text, .caret = text.size() + 9, .focused = true});
  }
  SUCCEED();
}

TEST_F(TextTest, AFieldSaysItsStateAndKeepsItsClearButtonApart) {
  Ui ui(frame_);
  field(ui, {40, 100, 500, 0},
        {.id = "details.email",
         .label = "Email",
         .value = "anna@example.com",
         .error = "Enter an email",
         .caret = 4,
         .focused = true,
         .clear_id = "details.email.clear",
         .clear_label = "Clear"});
  const SemanticItem* email = semantics_.find("details.email");
  const SemanticItem* clear = semantics_.find("details.email.clear");
  ASSERT_NE(email, nullptr);
  ASSERT_NE(clear, nullptr);
  EXPECT_EQ(email->role, Role::field);
  EXPECT_EQ(email->value, "anna@example.com");
  EXPECT_TRUE(email->focused);
  EXPECT_TRUE(email->error);
  EXPECT_GE(clear->rect.x - (email->rect.x + email->rect.w), 12);
  EXPECT_GE(clear->rect.w, 60);
  EXPECT_EQ(semantics_.find("details.email.error")->label, "Enter an email");
}

TEST_F(TextTest, AFingerInAFieldFindsTheNearestCharacterBoundary) {
  Ui ui(frame_);
  const std::string value = "Zo\xC3\xAB Ray";  // the e with its two dots is two bytes
  field(ui, {40, 100, 500, 0},
        {.id = "details.name", .label = "Name", .value = value, .caret = value.size(), .focused = true});
  const SemanticItem* name = semantics_.find("details.name");
  ASSERT_EQ(name->caret_stops.size(), 8u);
  EXPECT_EQ(caret_near(*name, 0), 0u);
  EXPECT_EQ(caret_near(*name, 1000), value.size());
  EXPECT_EQ(caret_near(*name, name->caret_stops[3].x + 1), 4u);
  EXPECT_FALSE(caret_near(SemanticItem{}, 10).has_value());
}

}  // namespace
}  // namespace foyer::widgets
