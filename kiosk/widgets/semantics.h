// What stands on the screen in words: one item for each thing a visitor can read or touch, in reading order. The touch
// router hit-tests against the last frame's list, --inspect prints it, the tests check it, speech will read it. Owned
// by the frame loop, refilled on every frame; UI thread; never fails.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace foyer::widgets {

enum class Role { button, key, field, text, row, chip, toggle };

// The role's own word ("button"), as --inspect prints it.
const char* role_name(Role role);

// A rectangle in window pixels.
struct PixelRect {
  float x = 0;
  float y = 0;
  float w = 0;
  float h = 0;

  bool contains(float at_x, float at_y) const { return at_x >= x && at_x < x + w && at_y >= y && at_y < y + h; }
  bool operator==(const PixelRect&) const = default;
};

// A place in a field where the caret can stand.
struct CaretStop {
  float x = 0;             // window pixels
  std::size_t offset = 0;  // bytes of the field's text
};

struct SemanticItem {
  std::string id;  // "home.drop_in", "key.a"; texts have one too ("home.title")
  Role role = Role::text;
  std::string label;  // what it is called on the screen
  // What it holds: a field's text, a row's value. Of a field only the characters that are wholly on the screen: what
  // has slid out of its box, or waits behind an icon, is not here and so cannot leave through --inspect. A row of the
  // summary has its whole value: it is there to be checked, by ear too.
  std::string value;
  std::vector<CaretStop> caret_stops{};  // of a field, left to right
  PixelRect rect;                        // the touchable rectangle, padding included

  // State.
  bool enabled = true;
  bool focused = false;
  bool checked = false;
  bool error = false;
  bool pressed = false;

  // For the router.
  bool key = false;         // commits on the next finger's touch as well as on lift (keyboard rules)
  bool repeats = false;     // repeats while held (backspace)
  bool long_press = false;  // opens something when held (accents)
  bool panel = false;       // the keyboard's ground: a touch on it belongs to the nearest item with `key`
  bool popup = false;       // lies over the panel (an accent); reached by sliding or a second tap; with `panel` its box
  bool backdrop = false;    // fills the screen below other items on purpose (attract.start)

  // Can a finger do anything here? Texts and the panel itself cannot be tapped.
  bool touchable() const { return enabled && role != Role::text && !panel; }
};

// The byte offset of the caret stop nearest to a finger at `x`; nothing when the item is not a field.
std::optional<std::size_t> caret_near(const SemanticItem& item, float x);

// A text that found no room even after wrapping and shrinking. The tests want this list empty.
struct Overflow {
  std::string id;
  std::string text;
};

class Semantics {
 public:
  // Forgets the last frame. `screen` is the name --inspect prints ("home").
  void begin_frame(std::string_view screen);
  void add(SemanticItem item);
  void report_overflow(std::string_view id, std::string_view text);

  const std::string& screen() const { return screen_; }
  // Reading order, which is also drawing order: of two items at one point the later one is in front.
  const std::vector<SemanticItem>& items() const { return items_; }
  const std::vector<Overflow>& overflows() const { return overflows_; }

  // The item with this id or nullptr; valid until the next begin_frame() or add().
  const SemanticItem* find(std::string_view id) const;
  // The touchable item in front at this point or nullptr. Points of the keyboard panel that no key covers are the
  // router's (nearest key).
  const SemanticItem* hit(float x, float y) const;

 private:
  std::string screen_;
  std::vector<SemanticItem> items_;
  std::vector<Overflow> overflows_;
};

}  // namespace foyer::widgets
