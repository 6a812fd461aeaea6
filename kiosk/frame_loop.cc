#include "kiosk/frame_loop.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "kiosk/app/update.h"
#include "kiosk/inspect_replies.h"
#include "kiosk/platform/ticks.h"

namespace foyer::kiosk {
namespace {

// A flood of events must not keep the picture from following.
constexpr int kEventsPerFrameMax = 64;

screens::Gesture gesture_of(platform::Gesture gesture) {
  switch (gesture) {
    case platform::Gesture::press: return screens::Gesture::press;
    case platform::Gesture::commit: return screens::Gesture::commit;
    case platform::Gesture::long_press: return screens::Gesture::long_press;
    case platform::Gesture::repeat: return screens::Gesture::repeat;
    case platform::Gesture::slide: return screens::Gesture::slide;
    case platform::Gesture::cancel: return screens::Gesture::cancel;
  }
  return screens::Gesture::cancel;
}

using Targets = std::vector<platform::TouchTarget>;

bool changes_targets(platform::Gesture gesture) {
  return gesture == platform::Gesture::commit || gesture == platform::Gesture::long_press ||
         gesture == platform::Gesture::repeat;
}

app::Event touched(screens::Gesture gesture, std::string target, bool held = false, int count = 0,
                   std::optional<std::size_t> caret = std::nullopt) {
  screens::Action action;
  action.gesture = gesture;
  action.target = std::move(target);
  action.held = held;
  action.count = count;
  action.caret = caret;
  return app::Touched{std::move(action)};
}

}  // namespace

FrameLoop::FrameLoop(platform::Window& window, Painter& painter, app::AppState& state, effects::EffectRunner& runner,
                     InspectServer* inspect, const Clock& clock)
    : window_(window), painter_(painter), state_(state), runner_(runner), inspect_(inspect), clock_(clock) {}

void FrameLoop::run() {
  draw_if_due();
  while (!is_over_) {
    take_events();        // sleeps until there is one; each is hit-tested as it comes
    take_answers();       // what the disk said
    take_time();          // long presses, timeouts
    draw_if_due();        // only when something may have changed, and of that only what did
    answer_inspection();  // from what is on the screen now
  }
}

void FrameLoop::take_events() {
  auto event = window_.wait_event(wait_us());
  for (int i = 0; event && i < kEventsPerFrameMax; ++i) {
    std::visit([this](const auto& known) { on(known); }, *event);
    if (is_over_) return;
    event = window_.wait_event(0);
  }
}

void FrameLoop::take_answers() {
  for (const app::Event& answer : runner_.take_answers()) update(answer);
}

void FrameLoop::take_time() {
  act(router_.tick(platform::monotonic_us()));
  const auto due_ms = app::next_deadline(state_);
  if (due_ms && clock_.now().mono_ms >= *due_ms) update(app::Tick{});
}

void FrameLoop::draw_if_due() {
  const std::int64_t began_us = platform::monotonic_us();
  if (!pacer_.frame_due(began_us)) return;
  lay_out();
  router_.set_scale(painter_.scale());
  router_.set_targets(painter_.semantics().screen(), painter_.targets(state_));
  const bool is_changed = painter_.show();
  // A press whose target has gone is no longer drawn as one.
  const bool is_outdated = router_.pressed() != pressed_;
  ++frames_;
  if (is_changed && unshown_touch_us_) input_to_present_us_ = platform::monotonic_us() - *unshown_touch_us_;
  unshown_touch_us_.reset();
  pacer_.frame_done(began_us, painter_.next_frame_us());
  if (is_outdated) pacer_.request_frame();
}

void FrameLoop::answer_inspection() {
  if (inspect_ == nullptr) return;
  const auto requests = inspect_->take_requests();
  if (requests.empty()) return;
  const platform::PixelRect position = window_.position();
  InspectState facts;
  facts.screen = painter_.semantics().screen();
  facts.language = state_.session.language;
  facts.pending = state_.status.pending;
  facts.frames = frames_;
  facts.input_to_present_us = input_to_present_us_;
  facts.window_x = position.x;
  facts.window_y = position.y;
  facts.is_settled = pacer_.settled() && state_.is_settled() && !runner_.is_busy() && !router_.has_fingers() &&
                     !router_.is_guarding(platform::monotonic_us());
  for (const InspectRequest& request : requests) {
    inspect_->reply(request.client, answer(request.line, painter_.semantics(), facts));
  }
}

std::optional<std::int64_t> FrameLoop::wait_us() const {
  const std::int64_t now_us = platform::monotonic_us();
  std::optional<std::int64_t> wait = pacer_.wait_us(now_us);
  const auto sooner = [&wait](std::int64_t us) { wait = std::max<std::int64_t>(0, wait ? std::min(*wait, us) : us); };
  if (const auto touch_us = router_.next_deadline_us()) sooner(*touch_us - now_us);
  if (const auto app_ms = app::next_deadline(state_)) sooner((*app_ms - clock_.now().mono_ms) * 1'000);
  return wait;
}

void FrameLoop::on(const platform::Touch& touch) {
  if (!unshown_touch_us_) unshown_touch_us_ = touch.time_us;
  const auto actions = router_.handle(touch);
  const bool is_on_nothing = touch.phase == platform::Touch::Phase::down && actions.empty();
  if (is_on_nothing) update(touched(screens::Gesture::press, {}));  // somebody is there
  act(actions);
}

void FrameLoop::on(const platform::HardwareKey& key) {
  using Kind = platform::HardwareKey::Kind;
  if (key.kind == Kind::text) update(app::Typed{key.text});
  if (key.kind == Kind::enter) update(touched(screens::Gesture::commit, "key.next"));
  if (key.kind == Kind::backspace) update(touched(screens::Gesture::commit, "key.backspace"));
}

void FrameLoop::on(const platform::WindowResized&) {
  act(router_.drop_fingers());
  painter_.invalidate();
  pacer_.request_frame();
}

void FrameLoop::on(const platform::FocusLost&) { router_.lose_focus(platform::monotonic_us()); }

void FrameLoop::on(const platform::WindowWoken&) {}

void FrameLoop::on(const platform::QuitAsked&) { is_over_ = true; }

void FrameLoop::act(const std::vector<platform::TouchAction>& actions) {
  for (const platform::TouchAction& action : actions) {
    const widgets::SemanticItem* item = painter_.semantics().find(action.target);
    const auto caret = item != nullptr ? widgets::caret_near(*item, action.point.x) : std::nullopt;
    update(touched(gesture_of(action.gesture), action.target, action.held, action.count, caret));
    if (!changes_targets(action.gesture)) continue;
    // What comes next in this batch of events meets what is there now (the page of symbols, an open row of accents). On
    // another screen it meets nothing until a visitor can have seen that screen.
    lay_out();
    const std::string& screen = painter_.semantics().screen();
    router_.set_targets(screen, screen == router_.screen() ? painter_.targets(state_) : Targets{});
  }
}

void FrameLoop::update(const app::Event& event) {
  runner_.start(app::update(state_, event, clock_.now()));
  pacer_.request_frame();
}

void FrameLoop::lay_out() {
  pressed_ = router_.pressed();
  painter_.lay_out(state_, pressed_, clock_.now());
}

}  // namespace foyer::kiosk
