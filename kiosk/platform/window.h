// The window: SDL with its video part only, fingers and mouse one by one in arrival order, and the surface that the
// rasteriser draws on. No renderer, no GL, no text input of the system. UI thread only, except wake().
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>

#include "kiosk/platform/draw_list_consumer.h"
#include "kiosk/platform/geometry.h"
#include "kiosk/platform/touch_router.h"
#include "shared/base/result.h"

namespace foyer::platform {

struct WindowOptions {
  std::string title = "Foyer";
  int width = 1280;
  int height = 800;
  bool fullscreen = false;
};

// A key of a keyboard with real keys (staff). `text` is what it types, if anything.
struct HardwareKey {
  enum class Kind { text, backspace, enter, escape };
  Kind kind = Kind::text;
  std::string text;
};
struct WindowResized {};  // or its content was lost: all must be drawn again
struct FocusLost {};
struct WindowWoken {};  // another thread called wake()
struct QuitAsked {};    // ask_quit() was called, or the window was closed and is not the kiosk's full screen
using WindowEvent = std::variant<Touch, HardwareKey, WindowResized, FocusLost, WindowWoken, QuitAsked>;

class Window {
 public:
  // Opens the window. Fails with `refused` and the reason when there is no display.
  static Result<std::unique_ptr<Window>> open(const WindowOptions& options);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  // Waits for the next event, at most `timeout_us` (nothing: for ever, 0: not at all).
  std::optional<WindowEvent> wait_event(std::optional<std::int64_t> timeout_us);

  // What to draw on. Its content stays from frame to frame, until WindowResized. Empty while the window has none.
  Surface surface();
  void present(std::span<const PixelRect> changed);

  int width() const;
  int height() const;
  // Of the drawable's upper left corner on the screen, as far as the window system tells.
  PixelRect position() const;

  // Ends a running or the next wait_event() with WindowWoken. Any thread.
  void wake();
  // The same with QuitAsked, also in full screen: from the thread that waits for signals. Any thread.
  void ask_quit();

 private:
  struct Impl;
  explicit Window(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace foyer::platform
