#include "kiosk/inspect_replies.h"

#include <cmath>

#include "shared/wire/json_text.h"

namespace foyer::kiosk {
namespace {

std::string state_words(const widgets::SemanticItem& item) {
  wire::JsonArray words;
  if (item.enabled) words.text("enabled");
  if (item.focused) words.text("focused");
  if (item.checked) words.text("checked");
  if (item.error) words.text("error");
  if (item.pressed) words.text("pressed");
  return words.str();
}

std::string rect_of(const widgets::PixelRect& rect) {
  wire::JsonArray numbers;
  for (const float value : {rect.x, rect.y, rect.w, rect.h}) numbers.number(std::llround(value));
  return numbers.str();
}

std::string tree(const widgets::Semantics& semantics, const InspectState& state) {
  wire::JsonArray items;
  for (const widgets::SemanticItem& item : semantics.items()) {
    if (item.panel) continue;  // the keyboard's ground is for the router only
    items.raw(wire::JsonObject()
                  .text("id", item.id)
                  .text("role", widgets::role_name(item.role))
                  .text("label", item.label)
                  .text("value", item.value)
                  .raw("state", state_words(item))
                  .raw("rect", rect_of(item.rect))
                  .str());
  }
  return wire::JsonObject()
      .text("screen", semantics.screen())
      .number("frame", state.frames)
      .raw("items", items.str())
      .str();
}

std::string state_line(const InspectState& state) {
  return wire::JsonObject()
      .text("screen", state.screen)
      .text("language", state.language)
      .number("pending", state.pending)
      .number("frames", state.frames)
      .number("input_to_present_us", state.input_to_present_us)
      .raw("window", wire::JsonArray().number(state.window_x).number(state.window_y).str())
      .boolean("settled", state.is_settled)
      .str();
}

}  // namespace

std::string answer(std::string_view request, const widgets::Semantics& semantics, const InspectState& state) {
  const auto wanted = wire::string_member(request, "get");
  if (wanted && *wanted == "tree") return tree(semantics, state);
  if (wanted && *wanted == "state") return state_line(state);
  return R"({"error":"ask {\"get\":\"tree\"} or {\"get\":\"state\"}"})";
}

}  // namespace foyer::kiosk
