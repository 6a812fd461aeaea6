// The kiosk while it runs: what comes in, what it means, what is drawn. Owned by main; UI thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/app/app_state.h"
#include "kiosk/effects/effect_runner.h"
#include "kiosk/inspect_server.h"
#include "kiosk/painter.h"
#include "kiosk/platform/frame_pacer.h"
#include "kiosk/platform/touch_router.h"
#include "kiosk/platform/window.h"
#include "shared/base/clock.h"

namespace foyer::kiosk {

class FrameLoop {
 public:
  // REQUIRES: everything passed outlives the loop; `inspect` may be null
  FrameLoop(platform::Window& window, Painter& painter, app::AppState& state, effects::EffectRunner& runner,
            InspectServer* inspect, const Clock& clock);

  // Until the window is closed or the program told to end.
  void run();

 private:
  void take_events();
  void take_answers();
  void take_time();
  void draw_if_due();
  void answer_inspection();
  std::optional<std::int64_t> wait_us() const;

  void on(const platform::Touch& touch);
  void on(const platform::HardwareKey& key);
  void on(const platform::WindowResized& resized);
  void on(const platform::FocusLost& lost);
  void on(const platform::WindowWoken& woken);
  void on(const platform::QuitAsked& quit);

  void act(const std::vector<platform::TouchAction>& actions);
  void update(const app::Event& event);
  void lay_out();

  platform::Window& window_;
  Painter& painter_;
  app::AppState& state_;
  effects::EffectRunner& runner_;
  InspectServer* inspect_;
  const Clock& clock_;

  platform::TouchRouter router_;
  platform::FramePacer pacer_;
  std::vector<std::string> pressed_;  // as the last layout shows them
  bool is_over_ = false;
  std::int64_t frames_ = 0;
  std::optional<std::int64_t> unshown_touch_us_;  // the first touch that no frame has shown yet
  std::int64_t input_to_present_us_ = 0;
};

}  // namespace foyer::kiosk
