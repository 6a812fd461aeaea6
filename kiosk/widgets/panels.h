// What only speaks: header, card, notice, progress bar, tick. The header's two buttons and Back are the exception that
// every visitor screen shares. UI thread; never fails.
#pragma once

#include <string_view>

#include "kiosk/widgets/ui.h"

namespace foyer::widgets {

// Brand left (after Back, if there is one), accessibility and language right; the same on every visitor screen.
struct Header {
  std::string_view screen{};  // ids are <screen>.accessibility, <screen>.language, <screen>.back
  std::string_view brand{};
  std::string_view accessibility{};  // the word for the icon
  std::string_view language{};       // own name of the language shown
  std::string_view title{};          // not empty: stands in the brand's place where the screen has no room for it
  std::string_view back{};           // empty: no Back
  bool with_buttons = true;          // an overlay that is itself one of them leaves both out
};
inline constexpr float kHeaderTop = 20;
// Height of the header with its distance to what follows, in u.
float header_height(const Ui& ui);
void header(Ui& ui, const Header& header);
// Width of a Back button with its word; draw it with button().
std::string back_id(std::string_view screen);

void card(Ui& ui, const Rect& rect, int level = 1);

enum class NoticeKind { info, ok, warn, bad };
struct Notice {
  std::string_view id{};
  std::string_view text{};
  NoticeKind kind = NoticeKind::info;
  const char* icon = nullptr;  // nullptr: the kind's own
};
// Returns the height used; `rect.h` 0 means as high as the text needs.
float notice(Ui& ui, const Rect& rect, const Notice& notice);
float notice_height(const Ui& ui, float width, const Notice& notice);

// How much of the time is left, 0 .. 1.
void progress(Ui& ui, const Rect& rect, float part);

// A disc with a tick; `part` of it is drawn, 0 .. 1.
void tick(Ui& ui, float centre_x, float centre_y, float radius, float part);
// A disc with an icon.
void badge(Ui& ui, float centre_x, float centre_y, float radius, const char* icon, Colour ground, Colour front);

}  // namespace foyer::widgets
