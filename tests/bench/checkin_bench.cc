// The durable check-in beside one raw 4 KiB write + fdatasync, in turn in the same run, and how often it flushes.
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <stdexcept>

#include "shared/store/kiosk_store.h"
#include "tests/bench/figures.h"
#include "tests/bench/people.h"

namespace {
std::atomic<int> flushes = 0;
}  // namespace

// SQLite's calls land here: they are counted and passed on.
extern "C" int fdatasync(int file) {
  ++flushes;
  return static_cast<int>(syscall(SYS_fdatasync, file));
}
extern "C" int fsync(int file) {
  ++flushes;
  return static_cast<int>(syscall(SYS_fsync, file));
}

namespace foyer::bench {
namespace {

void measure(const Options& options) {
  const int count = options.count > 0 ? options.count : 2000;
  const auto folder = empty_folder("checkin");
  SystemClock clock;
  SystemRandom random;
  auto store = store::KioskStore::open(folder, clock, random);
  if (!store) throw std::runtime_error(store.error().detail);

  const int raw = open((folder / "raw").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  std::array<char, 4096> page{};
  for (int i = 0; i < count; ++i) {
    if (write(raw, page.data(), page.size()) < 0) throw std::runtime_error("cannot write beside the database");
  }
  fsync(raw);

  std::vector<double> ours, anchor;
  int most = 0;
  int all = 0;
  const int warm_up = count / 10;  // the WAL reaches the length that it keeps
  for (int i = 0; i < warm_up + count; ++i) {
    const domain::Op op = check_in_of(i, clock, random);
    const int before = flushes;
    const double start = now_ms();
    if (const auto done = store->submit(op); !done) throw std::runtime_error(done.error().detail);
    const double stored = now_ms();
    const int needed = flushes - before;
    if (i < warm_up) continue;
    most = std::max(most, needed);
    all += needed;
    ours.push_back(stored - start);
    page[0] = static_cast<char>(i);
    const double raw_start = now_ms();
    if (pwrite(raw, page.data(), page.size(), static_cast<off_t>(i - warm_up) * 4096) != 4096) {
      throw std::runtime_error("cannot write beside the database");
    }
    fdatasync(raw);
    anchor.push_back(now_ms() - raw_start);
  }
  close(raw);
  compare("durable check-in p50", median(ours), median(anchor), "ms", "<= 3");
  compare("durable check-in p99", percentile(ours, 0.99), percentile(anchor, 0.99), "ms", "<= 6");
  show("flushes of a check-in, mean", static_cast<double>(all) / count, "(goal 1)");
  show("flushes of a check-in, most", most, "(goal 1)");
}

}  // namespace
}  // namespace foyer::bench

int main(int argc, char** argv) { return foyer::bench::run(argc, argv, foyer::bench::measure); }
