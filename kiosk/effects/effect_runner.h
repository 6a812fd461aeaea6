// Carries out effects on one worker thread that owns its own connection to the tablet's database, so that no disk is
// ever waited for while a finger moves. Answers are events, taken by the frame loop after `wake` was called. Owned by
// main; every public function is for the UI thread. Nothing is lost silently: every Submit gets exactly one Submitted,
// with the fault when it could not be stored; after a failed write the connection is given up and a new one opened for
// the next.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/app/effect.h"
#include "kiosk/app/event.h"
#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "shared/store/kiosk_store.h"

namespace foyer::effects {

// One visitor has at most one op under way; more than this waiting means a disk that hangs, and the visitor is told.
inline constexpr std::size_t kWaitingMax = 64;

struct EffectRunnerOptions {
  std::string dir;  // the data folder; its `run` holds the doorbells
  std::string run_dir;
  store::KioskStoreOptions store{};
};

class EffectRunner {
 public:
  // Opens the database at once, off the caller's thread, and answers a first StatusLoaded. `wake` is called from the
  // worker whenever an answer is ready; it must be cheap and safe from any thread.
  // REQUIRES: clock and random outlive the runner and are safe from the worker's thread
  EffectRunner(EffectRunnerOptions options, Clock& clock, Random& random, std::function<void()> wake);
  // Stores what was handed over, then ends the thread.
  ~EffectRunner();
  EffectRunner(const EffectRunner&) = delete;
  EffectRunner& operator=(const EffectRunner&) = delete;

  void start(std::vector<app::Effect> effects);
  // In the order in which they came about.
  std::vector<app::Event> take_answers();
  // An effect was started whose answer has not been taken yet.
  bool is_busy() const;

 private:
  class Worker;
  std::unique_ptr<Worker> worker_;
};

}  // namespace foyer::effects
