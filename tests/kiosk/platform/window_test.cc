// The window's queue of events, on SDL's driver without a display.
#include "kiosk/platform/window.h"

#include <SDL.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <variant>

namespace foyer::platform {
namespace {

class WindowTest : public ::testing::Test {
 protected:
  WindowTest() { setenv("SDL_VIDEODRIVER", "dummy", 1); }
  ~WindowTest() override { unsetenv("SDL_VIDEODRIVER"); }
};

TEST_F(WindowTest, QuitIsNotLostInAFullQueue) {
  auto window = Window::open({"Foyer", 320, 320, false});
  ASSERT_TRUE(window) << window.error().detail;
  SDL_Event event{};
  event.type = SDL_USEREVENT;
  int queued = 0;
  while (SDL_PushEvent(&event) > 0) ++queued;
  ASSERT_GT(queued, 100);
  (*window)->ask_quit();
  const auto told = (*window)->wait_event(0);
  ASSERT_TRUE(told);
  EXPECT_TRUE(std::holds_alternative<QuitAsked>(*told));
}

TEST_F(WindowTest, WakeEndsAWait) {
  auto window = Window::open({"Foyer", 320, 320, false});
  ASSERT_TRUE(window) << window.error().detail;
  (*window)->wake();
  std::optional<WindowEvent> event;
  do {
    event = (*window)->wait_event(1'000'000);
  } while (event && !std::holds_alternative<WindowWoken>(*event));
  EXPECT_TRUE(event);
}

}  // namespace
}  // namespace foyer::platform
