// Many tablets at one centre, and much behind one change: what a change costs on top of what is stored, how soon
// another tablet shows it, what idle polls and 100,000 documents cost the centre, and tablets that come back all at
// once.
#include <sys/resource.h>

#include <atomic>
#include <barrier>
#include <memory>
#include <thread>

#include "tests/bench/figures.h"
#include "tests/bench/pouch.h"
#include "tests/bench/tablets.h"
#include "tests/flows/outbox.h"

namespace foyer::bench {
namespace {

constexpr int kChanges = 31;
constexpr std::chrono::microseconds kLook{50};  // between two looks at a database
constexpr std::size_t kPolls = 5000;
constexpr int kTablets = 500;
constexpr int kOpsEach = 100;

std::vector<std::string> agent(const std::filesystem::path& folder) {
  return {flows::program("foyer-sync"), "run", "--data", folder};
}

// One visit at a time, both tablets online.
struct Change {
  double acknowledged_ms = 0;  // until the centre has it, medians
  double shown_ms = 0;         // until the other tablet shows it
  double centre_mib = 0;
};

Change change_on_top_of(int documents) {
  flows::Centre centre;
  centre.start();
  const auto here = enrolled_folder(centre, "here");
  const auto there = enrolled_folder(centre, "there");
  fill(here, documents / 2);
  drain(here);
  drain(there);
  Change change;
  change.centre_mib = memory_mib(centre.pid());
  support::Process sender(agent(here));
  support::Process receiver(agent(there));
  flows::Outbox outbox(here);
  flows::Outbox other(there);
  std::vector<double> acknowledged;
  std::vector<double> shown;
  for (int i = 0; i < kChanges; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(i == 0 ? 2000 : 50));  // polls are held again
    const double start = now_ms();
    const auto visit = outbox.check_in("margarete.lindqvist1@northern-freight.example.com");
    if (!visit) support::fail(visit.error().detail);
    outbox.ring();
    while (outbox.has_pending()) std::this_thread::sleep_for(kLook);
    acknowledged.push_back(now_ms() - start);
    while (!other.shows(*visit)) std::this_thread::sleep_for(kLook);
    shown.push_back(now_ms() - start);
  }
  change.acknowledged_ms = median(acknowledged);
  change.shown_ms = median(shown);
  return change;
}

void measure_changes(int documents, const std::optional<std::filesystem::path>& anchors) {
  const Change few = change_on_top_of(std::max(2, documents / 100));
  const Change many = change_on_top_of(documents);
  const std::string top = " on top of " + std::to_string(documents) + " documents";
  if (anchors) {
    const auto them = run_pouch(*anchors, 1000, documents);
    compare("one change to the centre" + top, many.acknowledged_ms, them.at("one_change_push_ms"), "ms", "<= 1/15");
    compare("one change to another tablet" + top, many.shown_ms, them.at("live_a_to_b_ms"), "ms", "<= 1/6");
  } else {
    show("one change to the centre" + top, many.acknowledged_ms, "ms");
    show("one change to another tablet" + top, many.shown_ms, "ms");
  }
  compare("the same on top of a hundredth", many.acknowledged_ms, few.acknowledged_ms, "ms", "<= 1.2");
  show("the centre's memory with them", many.centre_mib, "MiB (goal <= 64)");
}

void measure_polls(std::size_t polls) {
  flows::Centre centre;
  centre.start();
  const Peer peer(centre, "poller");
  const std::string cursor = peer.read_feed();
  const double before = memory_mib(centre.pid());
  std::vector<std::unique_ptr<server::RawClient>> held;
  for (std::size_t i = 0; i < polls; ++i) {
    held.push_back(std::make_unique<server::RawClient>(peer.port()));
    if (!peer.start_poll(*held.back(), cursor)) support::fail("a poll was not taken");
  }
  std::vector<double> fresh;
  for (int i = 0; i < kChanges; ++i) {
    server::RawClient client(peer.port());
    const double start = now_ms();
    if (peer.hello(client).status != 200) support::fail("no answer beside the polls");
    fresh.push_back(now_ms() - start);
  }
  const std::string name = std::to_string(polls) + " idle polls";
  show(name + ", memory", memory_mib(centre.pid()) - before, "MiB (goal <= 32)");
  show("a fresh request beside them", median(fresh), "ms (goal <= 1)");
}

void measure_return(int tablets) {
  flows::Centre centre;
  centre.start();
  std::vector<Peer> peers;
  std::vector<std::string> bodies;
  for (int i = 0; i < tablets; ++i) {
    peers.emplace_back(centre, "tablet " + std::to_string(i));
    bodies.push_back(peers.back().push_of(i * kOpsEach, kOpsEach));
  }
  std::vector<double> ended(peers.size());
  std::atomic<int> refused = 0;
  std::barrier together(tablets + 1);
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < peers.size(); ++i) {
    threads.emplace_back([&, i] {
      together.arrive_and_wait();
      server::RawClient client(peers[i].port());
      if (peers[i].push(client, bodies[i]).status != 200) ++refused;
      ended[i] = now_ms();
    });
  }
  together.arrive_and_wait();
  const double start = now_ms();
  threads.clear();
  for (double& time : ended) time -= start;
  const std::string name = std::to_string(tablets) + " tablets with 100 each at once";
  show(name, percentile(ended, 1) / 1e3, "s (goal <= 60)");
  show("of them refused", refused, "(goal 0)");
  if (centre.visits().size() != peers.size() * kOpsEach) support::fail("the centre lacks visits");
}

void measure_backlog(int check_ins) {
  const auto per_check_in = [](int count) {
    flows::Centre centre;
    centre.start();
    const auto folder = enrolled_folder(centre, "backlog");
    fill(folder, count);
    return drain(folder) / count;
  };
  const double half = per_check_in(std::max(1, check_ins / 2));
  const double whole = per_check_in(check_ins);
  show("drain of " + std::to_string(check_ins) + " check-ins", whole * check_ins / 1e3, "s (goal <= 10 for 50000)");
  compare("each of them, beside half as many", whole, half, "ms", "<= 1.2");
}

void measure(const Options& options) {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);  // the centre inherits it
  measure_changes(options.count > 0 ? options.count : 100'000, options.anchors);
  measure_polls(options.count > 0 ? static_cast<std::size_t>(options.count) : kPolls);
  measure_return(options.count > 0 ? std::min(options.count, kTablets) : kTablets);
  measure_backlog(options.count > 0 ? options.count : 50'000);
}

}  // namespace
}  // namespace foyer::bench

int main(int argc, char** argv) { return foyer::bench::run(argc, argv, foyer::bench::measure); }
