// A visitor who touches ids in order, with the app between the fingers and a store that the test plays. Counts touches
// (outside the keyboard, "Next" and chips included) and keys, as the acceptance table counts them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/app/app_state.h"
#include "kiosk/app/update.h"
#include "shared/base/text.h"

namespace foyer::app {

// Every id differs; no two runs do.
class CountingRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override {
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(++count_ * 37 >> 3);
  }

 private:
  unsigned count_ = 0;
};

struct ScriptedVisitor {
  explicit ScriptedVisitor(config::KioskConfig config = {}) : state(std::move(config), random) {}

  void send(const Event& event) {
    for (Effect& effect : update(state, event, now)) effects.push_back(std::move(effect));
  }
  void gesture(screens::Gesture gesture, std::string id, bool held = false, int count = 0) {
    send(Touched{{gesture, std::move(id), held, count, std::nullopt}});
  }
  void tap(const std::string& id) {
    const bool is_key = id.rfind("key.", 0) == 0 && id != "key.next";
    (is_key ? keys : touches) += 1;
    gesture(screens::Gesture::press, id);
    gesture(screens::Gesture::commit, id);
  }
  // Key by key, in lower case; shift is the keyboard's own business.
  void type(std::string_view text) {
    const std::vector<char32_t> points = decode_utf8(text).value();
    for (const char32_t c : points) tap(c == U' ' ? "key.space" : "key." + encode_utf8(c));
  }
  void wait(std::int64_t ms) {
    now.mono_ms += ms;
    now.wall_ms += ms;
    send(Tick{});
  }
  screens::ScreenId screen() const { return state.screen(); }
  std::string_view shown() const { return screens::screen_name(state.screen()); }

  // The ops that are on their way to the disk.
  std::vector<const domain::Op*> submitted() const {
    std::vector<const domain::Op*> ops;
    for (const Effect& effect : effects) {
      if (const auto* submit = std::get_if<Submit>(&effect)) ops.push_back(submit->op.get());
    }
    return ops;
  }
  // The disk answers the latest op.
  void answer(std::optional<Fault> fault = std::nullopt) { send(Submitted{submitted().back()->id, fault}); }

  void fill_details(std::string_view name = "anna schmidt", std::string_view local = "anna.schmidt") {
    type(name);
    tap("key.next");
    type(local);
    tap("details.chip.gmail.com");
    tap("key.next");
  }
  void drop_in_until_confirm() {
    tap("attract.start");
    tap("home.drop_in");
    fill_details();
  }

  CountingRandom random;
  Instant now{Uuid(), 1'000'000, 1'780'000'000'000};
  AppState state;
  std::vector<Effect> effects;
  int touches = 0;
  int keys = 0;
};

}  // namespace foyer::app
