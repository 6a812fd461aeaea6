// Every state of the kiosk worth a look or a check, reached as a visitor reaches it: by touches through app::update,
// with a store that answers at once. Used by the screenshots and by the tests of the views. One thread; never fails.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/app/app_state.h"
#include "kiosk/app/event.h"
#include "shared/base/clock.h"

namespace foyer::tests {

class Scene {
 public:
  explicit Scene(config::KioskConfig config);
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  void tap(const std::string& id);
  void hold(const std::string& id);  // a long press that has not lifted yet
  void type(std::string_view text);  // key by key
  void wait(std::int64_t ms);
  void store_answers(bool ok);
  void store_needs_staff();

  const app::AppState& state() const { return state_; }
  const Instant& now() const { return now_; }
  std::vector<std::string> pressed;  // ids under a finger

 private:
  void send(const app::Event& event);

  class CountingRandom final : public Random {
   public:
    void fill(std::span<std::uint8_t> bytes) override;

   private:
    unsigned count_ = 0;
  };

  CountingRandom random_;
  app::AppState state_;
  Instant now_;
  std::vector<Uuid> submitted_;
};

struct NamedScene {
  const char* name;  // of the picture
  void (*play)(Scene&);
};
const std::vector<NamedScene>& all_scenes();

struct SceneOptions {
  std::string language = "en";
  screens::Look look = screens::Look::light;
  screens::TextSize text_size = screens::TextSize::normal;
};
// The scene, played with these options as the organisation's defaults.
std::unique_ptr<Scene> play(const NamedScene& scene, const SceneOptions& options);

}  // namespace foyer::tests
