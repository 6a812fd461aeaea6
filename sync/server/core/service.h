// The centre as a function: handle(Request) -> Response, without sockets. Routes, who may call them, and the
// transactions behind them. One thread at a time. It never fails as a whole: every failure is a status and a JSON body
// with the reason (shared/wire/error_reply.h), and none of them holds personal data.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "shared/wire/pull.h"
#include "shared/wire/push.h"
#include "shared/wire/rows.h"
#include "sync/protocol/paths.h"
#include "sync/server/core/copy_shelf.h"
#include "sync/server/core/erasure_keeper.h"
#include "sync/server/core/request.h"
#include "sync/server/core/server_store.h"
#include "sync/server/core/staff_api.h"

namespace foyer::server {

struct ServiceOptions {
  std::string organisation = "Foyer";
  wire::PushLimits limits;
  bool tells_hosts = false;  // there is a mail server
  std::int64_t pull_rows_max = 500;
  int poll_s_max = 25;
  CopyShelf* copies = nullptr;  // null: tablets that are new read pages. It outlives the service
};

class Service {
 public:
  // All of them outlive the service. REQUIRES: secrets_open() succeeded
  Service(ServerStore& store, const Clock& clock, Random& random, ErasureKeeper& erasures, ServiceOptions options);

  Response handle(const Request& request);
  // Every route that handle() knows, those for staff included.
  static std::vector<RouteName> routes();
  // Of the feed, which other programs on the same database may have made grow; 0: cannot be read now.
  std::int64_t head();
  // From time to time: what may not be kept any longer goes.
  void tidy();

 private:
  struct Batch;
  struct Route;
  static const Route kRoutes[];
  static const Route* find_route(std::string_view path);

  Response health(const Request& request);
  Response enrol(const Request& request);
  Response hello(const Device& device, const Request& request);
  Result<void> note_removal(Device& device, const domain::Removal& removal);
  Result<void> note_clock(const Device& device, const Instant& clock);
  Response push(const Device& device, const Request& request);
  Response pull(const Device& device, const Request& request);
  Response snapshot(const Device& device, const Request& request);
  Response snapshot_chunk(const Device& device, const Request& request);
  Response dead_letter(const Device& device, const Request& request);
  Response signed_in(const Request& request);

  Result<void> run_push(const Uuid& device, const wire::PushHead& head, Batch& batch);
  Result<void> run_one_by_one(const Uuid& device, const wire::PushHead& head, Batch& batch);
  Result<void> admit(const wire::PushHead& head, const Device& device, Batch& batch);
  Result<void> merge(Device& device, const wire::PushHead& head, Batch& batch);
  Result<void> stamp(Device& device, OrgHead& org, const wire::PushHead& head, Batch& batch, Snapshot& snapshot);
  Result<void> finish_push(Device& device, const wire::PushHead& head, Batch& batch);
  Result<std::size_t> fill(wire::PullPage& page, std::span<const FeedEntry> entries);
  Result<void> tidy_copies();
  bool is_enrolling_too_fast(std::int64_t now_ms);
  // 409: the tablet remembers another history of the centre than this one.
  Response rolled_back();

  ServerStore& store_;
  const Clock& clock_;
  Random& random_;
  ErasureKeeper& erasures_;
  StaffApi staff_;
  ServiceOptions options_;
  std::string epoch_;                               // of the request under way
  std::unordered_map<Uuid, std::int64_t> cursors_;  // how far each tablet has read; stored with its next push
  std::deque<std::int64_t> wrong_codes_ms_;         // times of the last wrong enrolment codes
};

}  // namespace foyer::server
