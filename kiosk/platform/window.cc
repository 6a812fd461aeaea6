#include "kiosk/platform/window.h"

#include <SDL.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/platform/hardware_keys.h"
#include "kiosk/platform/ticks.h"
#include "shared/base/log.h"

namespace foyer::platform {
namespace {

void set_hints() {
  SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");  // fingers are fingers, the mouse is the mouse
  SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
  SDL_SetHint(SDL_HINT_MOUSE_AUTO_CAPTURE, "0");  // capturing loses touches on X11
  SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");  // signals are the program's
  SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
  SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");  // the first touch counts
}

// X11 shows a plain surface in shared memory, without GL below it. Where a driver has none (Wayland), SDL has to put it
// on the screen through a texture.
void choose_surface() {
  const char* driver = SDL_GetCurrentVideoDriver();
  if (driver != nullptr && std::string_view(driver) == "x11") SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
}

// Drivers that show nothing to anyone. SDL falls back to them by itself when no display can be reached.
bool is_blind(std::string_view driver) { return driver == "offscreen" || driver == "dummy" || driver == "evdev"; }

// Was the driver asked for by name? SDL_VIDEODRIVER may list several.
bool is_asked_for(std::string_view driver) {
  const char* asked = std::getenv("SDL_VIDEODRIVER");
  std::string_view list = asked != nullptr ? asked : "";
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (list.substr(0, comma) == driver) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

Error no_display(std::string_view why) {
  return {Fault::refused, "no display to open a window on (" + std::string(why) +
                              "); set DISPLAY or WAYLAND_DISPLAY, or start one with Xvfb"};
}

bool is_drawable_format(std::uint32_t format) {
  return format == SDL_PIXELFORMAT_RGB888 || format == SDL_PIXELFORMAT_ARGB8888;
}

}  // namespace

struct Window::Impl {
  SDL_Window* window = nullptr;
  bool is_fullscreen = false;
  Uint32 wake_type = 0;
  std::atomic<bool> is_wake_queued = false;
  std::atomic<bool> is_quit_asked = false;
  bool is_mouse_down = false;
  bool has_surface = false;
  std::vector<std::uint32_t> shadow;  // what is drawn on when the screen has another pixel format

  ~Impl() {
    if (window != nullptr) SDL_DestroyWindow(window);
    SDL_Quit();
  }

  std::pair<int, int> size() const {
    int w = 0;
    int h = 0;
    SDL_GetWindowSize(window, &w, &h);
    return {w, h};
  }

  std::int64_t event_time_us(const SDL_Event& event) const {
    const Uint32 waited_ms = SDL_GetTicks() - event.common.timestamp;
    // A timestamp of the future, or of another clock, says nothing.
    return monotonic_us() - (waited_ms < 10'000 ? std::int64_t{waited_ms} * 1'000 : 0);
  }

  Touch finger(const SDL_Event& event, Touch::Phase phase) const {
    const auto [w, h] = size();
    const auto inside = [](float part, int whole) {
      return std::clamp(part * static_cast<float>(whole), 0.0F, static_cast<float>(whole) - 0.01F);
    };
    return {phase, event.tfinger.fingerId, inside(event.tfinger.x, w), inside(event.tfinger.y, h),
            event_time_us(event)};
  }

  std::optional<WindowEvent> mouse_button(const SDL_Event& event, Touch::Phase phase) {
    if (event.button.button != SDL_BUTTON_LEFT || event.button.which == SDL_TOUCH_MOUSEID) return std::nullopt;
    is_mouse_down = phase == Touch::Phase::down;
    return Touch{phase, kMouseFinger, static_cast<float>(event.button.x), static_cast<float>(event.button.y),
                 event_time_us(event)};
  }

  std::optional<WindowEvent> window_event(const SDL_WindowEvent& event) const {
    switch (event.event) {
      case SDL_WINDOWEVENT_EXPOSED:
        if (has_surface) SDL_UpdateWindowSurface(window);
        return std::nullopt;
      case SDL_WINDOWEVENT_SIZE_CHANGED: return WindowResized{};
      case SDL_WINDOWEVENT_FOCUS_LOST: return FocusLost{};
      default: return std::nullopt;
    }
  }

  // What the event means to the kiosk, if anything.
  std::optional<WindowEvent> translate(const SDL_Event& event) {
    switch (event.type) {
      case SDL_FINGERDOWN: return finger(event, Touch::Phase::down);
      case SDL_FINGERMOTION: return finger(event, Touch::Phase::move);
      case SDL_FINGERUP: return finger(event, Touch::Phase::up);
      case SDL_MOUSEBUTTONDOWN: return mouse_button(event, Touch::Phase::down);
      case SDL_MOUSEBUTTONUP: return mouse_button(event, Touch::Phase::up);
      case SDL_MOUSEMOTION:
        if (!is_mouse_down || event.motion.which == SDL_TOUCH_MOUSEID) return std::nullopt;
        return Touch{Touch::Phase::move, kMouseFinger, static_cast<float>(event.motion.x),
                     static_cast<float>(event.motion.y), event_time_us(event)};
      case SDL_KEYDOWN: return hardware_key(event.key.keysym.sym, event.key.keysym.mod);
      case SDL_WINDOWEVENT: return window_event(event.window);
      case SDL_QUIT:
        if (is_fullscreen) return std::nullopt;  // a visitor with a keyboard does not close the kiosk
        return QuitAsked{};
      default: break;
    }
    if (event.type != wake_type) return std::nullopt;
    is_wake_queued = false;
    return WindowWoken{};
  }
};

Window::Window(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Window::~Window() = default;

Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options) {
  set_hints();
  // Only the video part: a joystick or sensor would make SDL poll instead of sleep.
  if (SDL_Init(SDL_INIT_VIDEO) != 0) {
    return no_display(SDL_GetError());
  }
  auto impl = std::make_unique<Impl>();  // ends SDL from here on
  const char* chosen = SDL_GetCurrentVideoDriver();
  const std::string driver = chosen != nullptr ? chosen : "";
  if (is_blind(driver) && !is_asked_for(driver)) return no_display("SDL could only draw unseen, with " + driver);
  choose_surface();
  impl->is_fullscreen = options.fullscreen;
  impl->wake_type = SDL_RegisterEvents(1);
  const Uint32 flags = options.fullscreen ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0;
  impl->window = SDL_CreateWindow(options.title.c_str(), SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED,
                                  options.width, options.height, flags);
  if (impl->window == nullptr) return Error{Fault::refused, std::string("cannot open a window: ") + SDL_GetError()};
  SDL_StopTextInput();  // on by default; it would call up the system's keyboard
  if (options.fullscreen) SDL_ShowCursor(SDL_DISABLE);
  return std::unique_ptr<Window>(new Window(std::move(impl)));
}

std::optional<WindowEvent> Window::wait_event(std::optional<std::int64_t> timeout_us) {
  const std::int64_t until = timeout_us ? monotonic_us() + *timeout_us : 0;
  while (true) {
    // Asked before each wait: with a full queue no event tells of it.
    if (impl_->is_quit_asked) return QuitAsked{};
    SDL_Event event;
    int timeout_ms = -1;
    if (timeout_us) {
      const std::int64_t left_us = std::max<std::int64_t>(0, until - monotonic_us());
      timeout_ms = static_cast<int>(std::min<std::int64_t>((left_us + 999) / 1'000, 60'000));
    }
    const bool has_event = timeout_ms == 0 ? SDL_PollEvent(&event) != 0 : SDL_WaitEventTimeout(&event, timeout_ms) != 0;
    if (has_event) {
      if (auto known = impl_->translate(event)) return known;
    } else if (timeout_us && monotonic_us() >= until) {
      return std::nullopt;
    }
  }
}

Surface Window::surface() {
  SDL_Surface* s = SDL_GetWindowSurface(impl_->window);
  impl_->has_surface = s != nullptr;
  if (s == nullptr || s->w <= 0 || s->h <= 0) return {};
  if (is_drawable_format(s->format->format) && s->pixels != nullptr) {
    return {static_cast<std::uint32_t*>(s->pixels), s->w, s->h, s->pitch / 4};
  }
  impl_->shadow.resize(static_cast<std::size_t>(s->w) * static_cast<std::size_t>(s->h));
  return {impl_->shadow.data(), s->w, s->h, s->w};
}

void Window::present(std::span<const PixelRect> changed) {
  SDL_Surface* s = SDL_GetWindowSurface(impl_->window);
  if (s == nullptr || changed.empty()) return;
  std::vector<SDL_Rect> rects;
  rects.reserve(changed.size());
  for (const PixelRect& r : changed) {
    rects.push_back({r.x, r.y, r.w, r.h});
    if (impl_->shadow.empty()) continue;
    const auto* from = impl_->shadow.data() + static_cast<std::ptrdiff_t>(r.y) * s->w + r.x;
    auto* to = static_cast<std::uint8_t*>(s->pixels) + static_cast<std::ptrdiff_t>(r.y) * s->pitch +
               static_cast<std::ptrdiff_t>(r.x) * s->format->BytesPerPixel;
    SDL_ConvertPixels(r.w, r.h, SDL_PIXELFORMAT_RGB888, from, s->w * 4, s->format->format, to, s->pitch);
  }
  if (SDL_UpdateWindowSurfaceRects(impl_->window, rects.data(), static_cast<int>(rects.size())) != 0) {
    log_warning(std::string("a frame was not shown: ") + SDL_GetError());
  }
}

int Window::width() const { return impl_->size().first; }
int Window::height() const { return impl_->size().second; }

PixelRect Window::position() const {
  int x = 0;
  int y = 0;
  SDL_GetWindowPosition(impl_->window, &x, &y);
  const auto [w, h] = impl_->size();
  return {x, y, w, h};
}

void Window::wake() {
  if (impl_->is_wake_queued.exchange(true)) return;
  SDL_Event event{};
  event.type = impl_->wake_type;
  if (SDL_PushEvent(&event) <= 0) impl_->is_wake_queued = false;  // the queue is full: nobody sleeps then
}

void Window::ask_quit() {
  impl_->is_quit_asked = true;
  wake();
}

}  // namespace foyer::platform
