#include "kiosk/effects/effect_runner.h"

#include <poll.h>

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include "kiosk/effects/mailbox.h"
#include "shared/base/log.h"
#include "shared/store/doorbell.h"

namespace foyer::effects {
namespace {

// While something waits for the centre a missed ring costs this long, and a database that cannot be opened is tried as
// often; with nothing waiting the worker sleeps for good.
constexpr int kMissedRingMs = 1000;

}  // namespace

class EffectRunner::Worker {
 public:
  Worker(EffectRunnerOptions options, Clock& clock, Random& random, std::function<void()> wake)
      : options_(std::move(options)), clock_(clock), random_(random), wake_(std::move(wake)), mailbox_(kWaitingMax) {
    thread_ = std::thread([this] { run(); });
  }
  ~Worker() {
    mailbox_.close();
    thread_.join();
  }

  Mailbox& mailbox() { return mailbox_; }

 private:
  void run();
  void wait_for_work();
  Result<void> open_store();
  Result<void> store_op(domain::Op& op);
  void name_host(domain::Op& op);
  void carry_out(app::Submit submit);
  void load_status(bool ends, bool only_news);
  void answer(app::Event event, bool ends);

  const EffectRunnerOptions options_;
  Clock& clock_;
  Random& random_;
  const std::function<void()> wake_;
  Mailbox mailbox_;

  // The worker's own.
  std::optional<store::KioskStore> store_;
  std::optional<store::Doorbell> bell_;
  std::optional<app::StatusLoaded> status_;
  std::int64_t seen_version_ = -1;
  bool needs_checkpoint_ = false;

  std::thread thread_;
};

void EffectRunner::Worker::run() {
  if (auto opened = open_store(); !opened) log_error("open the tablet's database", opened.error());
  if (auto bell = store::Doorbell::listen(options_.run_dir, store::kBellOfKiosk)) {
    bell_.emplace(std::move(*bell));
  } else {
    log_error("listen for the sync agent", bell.error());
  }
  load_status(false, false);
  while (true) {
    mailbox_.clear_wake();
    while (auto effect = mailbox_.next()) {
      if (auto* submit = std::get_if<app::Submit>(&*effect)) {
        carry_out(std::move(*submit));
      } else {
        load_status(true, false);
      }
    }
    if (mailbox_.is_closed()) return;
    // Nobody waits now: a good moment to move the log into the database.
    if (needs_checkpoint_ && store_) {
      needs_checkpoint_ = false;
      if (auto moved = store_->checkpoint(); !moved) log_error("move the log into the database", moved.error());
    }
    wait_for_work();
  }
}

void EffectRunner::Worker::wait_for_work() {
  const bool can_miss = !store_ || (status_ && status_->pending > 0);
  pollfd wanted[2] = {{mailbox_.fd(), POLLIN, 0}, {bell_ ? bell_->fd() : -1, POLLIN, 0}};
  const int ready = ::poll(wanted, 2, can_miss ? kMissedRingMs : -1);
  const bool rang = bell_ && bell_->drain();
  if (rang || (ready == 0 && can_miss)) load_status(false, true);
}

Result<void> EffectRunner::Worker::open_store() {
  if (store_) return {};
  auto opened = store::KioskStore::open(options_.dir, clock_, random_, options_.store);
  if (!opened) return opened.error();
  store_.emplace(std::move(*opened));
  seen_version_ = -1;
  return {};
}

// A typed name that is exactly one host's becomes that host. Without it the visit still has the name.
void EffectRunner::Worker::name_host(domain::Op& op) {
  auto* const check_in = std::get_if<domain::CheckIn>(&op.body);
  if (check_in == nullptr || !check_in->visit.host || check_in->visit.host_id) return;
  const auto known = store_->known<domain::Host>();
  if (!known) return log_error("look up a host", known.error());
  std::vector<domain::NamedHost> hosts;
  for (const auto& [id, host] : *known) hosts.push_back({id, host});
  check_in->visit.host_id = domain::host_named(hosts, *check_in->visit.host);
}

Result<void> EffectRunner::Worker::store_op(domain::Op& op) {
  if (auto opened = open_store(); !opened) return opened;
  name_host(op);
  auto stored = store_->submit(op);
  if (stored || stored.error().fault != Fault::corrupt) return stored;
  // The file is damaged: it is set aside untouched and the visitor's op goes into a fresh one.
  log_error("write into the tablet's database, which is set aside", stored.error());
  if (auto recovered = store_->recover(); !recovered) return recovered;
  return store_->submit(op);
}

void EffectRunner::Worker::carry_out(app::Submit submit) {
  const Uuid id = submit.op->id;
  const Result<void> stored = store_op(*submit.op);
  app::wipe(*submit.op);
  if (stored) {
    needs_checkpoint_ = true;
    answer(app::Submitted{id, std::nullopt}, true);
    store::ring(options_.run_dir, store::kBellOfAgent);
    return;
  }
  log_error("store what a visitor confirmed", stored.error());
  // What a connection holds after a failed commit is unknown; an op that was refused as invalid never reached the disk.
  if (stored.error().fault != Fault::invalid) store_.reset();
  answer(app::Submitted{id, stored.error().fault}, true);
}

void EffectRunner::Worker::load_status(bool ends, bool only_news) {
  app::StatusLoaded status = status_.value_or(app::StatusLoaded{});
  auto opened = open_store();
  if (!opened) status.needs_staff = true;  // whoever checks in now cannot be stored
  if (opened) {
    const auto version = store_->data_version();
    if (only_news && version && *version == seen_version_) return;
    if (version) seen_version_ = *version;
    const auto counts = store_->counts();
    const auto sync = store_->sync_state();
    if (counts && sync) {
      const bool needs_staff = counts->dead > 0 || counts->held > 0 || !sync->set_aside.empty();
      status = {counts->pending, counts->held, counts->dead, counts->acked, needs_staff};
    } else {
      log_error("count what waits for the centre", counts ? sync.error() : counts.error());
      store_.reset();
      status.needs_staff = true;
    }
  }
  if (only_news && status_ == status) return;
  status_ = status;
  answer(status, ends);
}

void EffectRunner::Worker::answer(app::Event event, bool ends) {
  mailbox_.answer(std::move(event), ends);
  wake_();
}

EffectRunner::EffectRunner(EffectRunnerOptions options, Clock& clock, Random& random, std::function<void()> wake)
    : worker_(std::make_unique<Worker>(std::move(options), clock, random, std::move(wake))) {}

EffectRunner::~EffectRunner() = default;

void EffectRunner::start(std::vector<app::Effect> effects) {
  for (app::Effect& effect : effects) {
    if (worker_->mailbox().post(effect)) continue;
    if (auto* submit = std::get_if<app::Submit>(&effect)) {
      app::wipe(*submit->op);
      worker_->mailbox().answer(app::Submitted{submit->op->id, Fault::busy}, false);
    }
  }
}

std::vector<app::Event> EffectRunner::take_answers() { return worker_->mailbox().take_answers(); }

bool EffectRunner::is_busy() const { return worker_->mailbox().is_busy(); }

}  // namespace foyer::effects
