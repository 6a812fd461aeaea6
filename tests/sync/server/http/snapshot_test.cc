// Snapshots of a real server: made beside its requests, in private files, through kills and erasures.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "shared/wire/snapshot.h"
#include "tests/support/wait.h"
#include "tests/sync/server/http/server_fixture.h"

namespace foyer::server {
namespace {

class RealSnapshots : public RealServer {
 protected:
  RealSnapshots() : tablet_(enrol("Front desk")) { check_in(300); }

  void check_in(std::uint64_t count) {
    std::vector<domain::Op> ops;
    for (std::uint64_t i = 1; i <= count; ++i) {
      ++people_;
      ops.push_back(visitor(people_, "p" + std::to_string(people_) + "@example.com"));
      if (ops.size() < 150 && i < count) continue;
      EXPECT_EQ(ask("POST", "/v1/sync/push", push_body(tablet_, ops), bearer(tablet_)).status, 200);
      ops.clear();
    }
  }
  wire::SnapshotManifest manifest() {
    std::optional<wire::SnapshotManifest> found;
    support::wait_until("a snapshot", [&] {
      const auto offer = wire::parse_snapshot_offer(ask("GET", "/v1/sync/snapshot", {}, bearer(tablet_)).body);
      if (offer) found = offer->manifest;
      return found.has_value();
    });
    return *found;
  }
  RawAnswer chunk(const wire::SnapshotManifest& of, std::int64_t n) {
    return ask("GET", protocol::chunk_path(of.id, n), {}, bearer(tablet_));
  }
  std::filesystem::path folder() const { return data() + "/snapshots"; }
  std::size_t files() const {
    if (!std::filesystem::exists(folder())) return 0;
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder()), {}));
  }
  static mode_t mode_of(const std::filesystem::path& path) {
    struct stat found {};
    return ::stat(path.c_str(), &found) == 0 ? found.st_mode & 0777 : 0;
  }

  support::Tablet tablet_;
  std::uint64_t people_ = 0;
};

TEST_F(RealSnapshots, AreMadeBesideTheRequestsInFilesForTheOwnerAlone) {
  const auto copy = manifest();
  EXPECT_EQ(copy.digest.rows, 600);
  const RawAnswer first = chunk(copy, 0);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.headers.at("content-type"), "application/gzip");
  EXPECT_EQ(std::ssize(first.body), copy.chunks.at(0).bytes);
  EXPECT_EQ(mode_of(folder()), 0700U);
  EXPECT_EQ(files(), copy.chunks.size() + 1);
  for (const auto& file : std::filesystem::directory_iterator(folder())) EXPECT_EQ(mode_of(file.path()), 0600U);
}

TEST_F(RealSnapshots, AreTheSameAfterAKill) {
  const auto copy = manifest();
  const std::string before = chunk(copy, 0).body;
  process_->kill_now();
  process_->wait();
  std::ofstream(folder() / "0190a1b2-0000-7000-8000-000000000001.0") << "half a chunk";
  start();
  EXPECT_EQ(chunk(copy, 0).body, before);
  EXPECT_EQ(manifest(), copy);
  EXPECT_EQ(files(), copy.chunks.size() + 1);
}

TEST_F(RealSnapshots, AreGoneWhenSomebodyIsErased) {
  const auto copy = manifest();
  const Ran made = run_server({"api-token", "--data", data(), "--name", "Reception"});
  const std::string act = R"({"act":")" + random_uuid(random_).text() + "\"}";
  const std::string path = "/v1/staff/contacts/" + support::cid_of(7).text() + "/erase";
  const std::string token = made.out.substr(0, made.out.find('\n'));
  EXPECT_EQ(ask("POST", path, act, {{"Authorization", "Bearer " + token}}).status, 200);
  EXPECT_EQ(files(), 0U);
  EXPECT_EQ(chunk(copy, 0).status, 404);
  EXPECT_NE(manifest().id, copy.id);
}

TEST_F(RealSnapshots, AFullDiskLeavesTabletsThePages) {
  process_->limit_file_size(2'000);
  std::optional<wire::SnapshotOffer> offer;
  support::wait_until("an answer", [&] {
    auto parsed = wire::parse_snapshot_offer(ask("GET", "/v1/sync/snapshot", {}, bearer(tablet_)).body);
    if (parsed && !parsed->retry_ms) offer = *parsed;
    return offer.has_value();
  });
  EXPECT_FALSE(offer->manifest);
  EXPECT_EQ(files(), 0U);
  EXPECT_EQ(ask("GET", "/v1/sync/pull?proto=3", {}, bearer(tablet_)).status, 200);
}

}  // namespace
}  // namespace foyer::server
