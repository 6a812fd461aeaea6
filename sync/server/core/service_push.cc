// One push: admit it, give its ops their stamps, merge, and keep the answer, all in one transaction (sync.md 3.6
// and 3.10).
#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>
#include <variant>

#include "shared/base/log.h"
#include "shared/wire/error_reply.h"
#include "sync/protocol/limits.h"
#include "sync/server/core/feed_reader.h"
#include "sync/server/core/prepare.h"
#include "sync/server/core/proof.h"
#include "sync/server/core/service.h"

namespace foyer::server {

// What one push becomes on its way.
struct Service::Batch {
  enum class Verdict { merged, repeated, forked, other_history };

  std::vector<PreparedOp> ops;
  std::vector<std::size_t> places;      // of ops[i] in the request
  std::vector<wire::OpResult> results;  // one for each op of the request
  std::int64_t received_ms = 0;
  std::int64_t head = 0;
  std::int64_t backup_seq = 0;
  Verdict verdict = Verdict::merged;
  std::string answer;
};

namespace {

// A handful of rounds is enough (an id, its root, the root's address, that address's owner); more is a broken table.
constexpr int kLoadRoundsMax = 16;
// More pushes than a tablet makes in ten years at one every five minutes: a larger step is no tablet of ours.
constexpr std::int64_t kPushStepMax = 1'000'000;

bool is_worth_waiting(Fault fault) {
  return fault == Fault::busy || fault == Fault::full || fault == Fault::timeout || fault == Fault::offline;
}

Result<void> load_all(ServerStore& store, std::span<const PreparedOp> ops, Snapshot& snapshot) {
  for (int round = 0; round < kLoadRoundsMax; ++round) {
    const Keys keys = wanted(snapshot, ops);
    if (keys.empty()) return {};
    if (auto loaded = store.load(keys, snapshot); !loaded) return loaded;
  }
  return Error{Fault::corrupt, "the contacts of a batch refer to each other without end"};
}

}  // namespace

Response Service::push(const Device& device, const Request& request) {
  auto parsed = wire::parse_push_request(request.body, options_.limits);
  if (!parsed) return error_response(400, "malformed", parsed.error().detail);
  wire::PushHead& head = parsed->head;
  if (protocol::query_value(request.query, "fork") == "1") head.fork = true;
  if (head.device != device.id) return error_response(401, "token", "the token is of another tablet");
  if (!head.epoch.empty() && head.epoch != epoch_) return rolled_back();
  Batch batch;
  batch.received_ms = clock_.now().wall_ms;
  batch.results.resize(parsed->ops.size());
  std::unordered_set<Uuid> waiting_chains;
  for (std::size_t i = 0; i < parsed->ops.size(); ++i) {
    const wire::PushedOp& pushed = parsed->ops[i];
    auto prepared = prepare(pushed, store_.identity().mac_key);
    if (auto* const refused = std::get_if<wire::OpResult>(&prepared)) {
      batch.results[i] = std::move(*refused);
      if (pushed.chain) waiting_chains.insert(*pushed.chain);
    } else if (waiting_chains.contains(*pushed.chain)) {
      batch.results[i] = deferred(*pushed.id, kChainWaits);
    } else {
      batch.ops.push_back(std::get<PreparedOp>(std::move(prepared)));
      batch.places.push_back(i);
    }
  }
  auto done = run_push(device.id, head, batch);
  if (!done && !is_worth_waiting(done.error().fault)) {
    log_error("storing a batch; its ops are tried one by one", done.error());
    done = run_one_by_one(device.id, head, batch);
  }
  if (!done) return unavailable("storing a push", done.error());
  if (batch.verdict == Batch::Verdict::forked) {
    return error_response(409, "forked", "another copy of this tablet has pushed since; enrol one of the two anew");
  }
  if (batch.verdict == Batch::Verdict::other_history) return rolled_back();
  Response response;
  response.body = std::move(batch.answer);
  response.head = batch.head;
  return response;
}

// Decides whether this push is new, a repeat, one of a copy of the tablet, or one of a tablet that knows more of our
// history than we do.
Result<void> Service::admit(const wire::PushHead& head, const Device& device, Batch& batch) {
  batch.verdict = Batch::Verdict::merged;
  for (const std::string& cursor : {head.cursor, head.known}) {
    auto is_known = knows(store_, cursor);
    if (!is_known) return is_known.error();
    if (!*is_known) batch.verdict = Batch::Verdict::other_history;
  }
  if (head.fork || batch.verdict == Batch::Verdict::other_history) return {};
  if (head.push_n == device.push_n && head.push_id == device.push_id && !head.push_id.is_nil()) {
    // Without the answer (an erasure takes it away) every op gets its own once more.
    if (device.push_answer.empty()) return {};
    batch.verdict = Batch::Verdict::repeated;
    batch.answer = device.push_answer;
  } else if (head.push_n <= device.push_n || head.push_n - kPushStepMax > device.push_n) {
    batch.verdict = Batch::Verdict::forked;
  }
  return {};
}

Result<void> Service::run_push(const Uuid& id, const wire::PushHead& head, Batch& batch) {
  return store_.write([&]() -> Result<void> {
    auto device = store_.device(id);
    if (!device) return device.error();
    if (!*device) return Error{Fault::not_found, "the tablet was removed"};
    if (auto admitted = admit(head, **device, batch); !admitted) return admitted;
    if (batch.verdict != Batch::Verdict::merged) return {};
    if (auto merged = merge(**device, head, batch); !merged) return merged;
    return finish_push(**device, head, batch);
  });
}

// After an unexpected failure: an op that cannot be stored must not keep the others from it (I13).
Result<void> Service::run_one_by_one(const Uuid& id, const wire::PushHead& head, Batch& batch) {
  std::unordered_set<Uuid> waiting_chains;  // ops of one chain are carried out in their order or not yet
  for (std::size_t i = 0; i < batch.ops.size(); ++i) {
    const Uuid& chain = batch.ops[i].op.chain;
    if (waiting_chains.contains(chain)) {
      batch.results[batch.places[i]] = deferred(batch.ops[i].op.id, kChainWaits);
      continue;
    }
    Batch one;
    one.received_ms = batch.received_ms;
    one.ops = {batch.ops[i]};
    one.places = {0};
    one.results.resize(1);
    const auto done = store_.write([&]() -> Result<void> {
      auto device = store_.device(id);
      if (!device) return device.error();
      if (!*device) return Error{Fault::not_found, "the tablet was removed"};
      if (auto merged = merge(**device, head, one); !merged) return merged;
      return store_.save_push(**device);
    });
    wire::OpResult& result = batch.results[batch.places[i]];
    if (done) {
      result = one.results[0];
      if (result.outcome == wire::OpOutcome::rejected) waiting_chains.insert(chain);
      continue;
    }
    if (is_worth_waiting(done.error().fault)) return done;
    log_error("storing op " + batch.ops[i].op.id.text(), done.error());
    result = deferred(batch.ops[i].op.id, kStoreFailed);
    waiting_chains.insert(chain);
  }
  return store_.write([&]() -> Result<void> {
    auto device = store_.device(id);
    if (!device) return device.error();
    if (!*device) return Error{Fault::not_found, "the tablet was removed"};
    auto org = store_.head();
    if (!org) return org.error();
    batch.head = org->seq;
    batch.backup_seq = org->backup_seq;
    return finish_push(**device, head, batch);
  });
}

// Known ops keep the stamp of their receipt, those whose receipt was lost the one that their proof shows; new ones get
// theirs now, in the order of the request.
Result<void> Service::stamp(Device& device, OrgHead& org, const wire::PushHead& head, Batch& batch,
                            Snapshot& snapshot) {
  std::vector<Uuid> ids;
  for (const PreparedOp& op : batch.ops) ids.push_back(op.op.id);
  if (auto loaded = store_.load_receipts(ids, snapshot); !loaded) return loaded;
  auto anchors = store_.anchors(device.id);
  if (!anchors) return anchors.error();
  Stamper stamper(org.hlc, device.stamp_last, batch.received_ms, static_cast<std::int64_t>(batch.ops.size()));
  for (PreparedOp& op : batch.ops) {
    if (const auto seen = snapshot.receipts.find(op.op.id); seen != snapshot.receipts.end()) {
      op.stamp = seen->second.stamp;
      op.time = {stamp_ms(seen->second.stamp), seen->second.quality};
      continue;
    }
    if (const auto proven = unseal(store_.identity().mac_key, op.op.id, op.proof)) {
      op.time = {std::min(proven->time.ms, batch.received_ms), proven->time.quality};
      op.stamp = stamper.again(proven->stamp);
      continue;
    }
    op.time = device_time(op.op.at, head.clock, batch.received_ms, *anchors, device.enrolled_ms);
    op.stamp = stamper.next(op.time.ms);
  }
  if (batch.ops.size() > snapshot.receipts.size()) {
    org.hlc = stamper.hlc();
    device.stamp_last = stamper.stamp_last();
  }
  return store_.save_anchors(device.id, with_anchor(std::move(*anchors), {head.clock, batch.received_ms}));
}

Result<void> Service::merge(Device& device, const wire::PushHead& head, Batch& batch) {
  auto org = store_.head();
  if (!org) return org.error();
  Snapshot snapshot;
  if (auto stamped = stamp(device, *org, head, batch, snapshot); !stamped) return stamped;
  if (auto loaded = load_all(store_, batch.ops, snapshot); !loaded) return loaded;
  Reconciled merged = reconcile(std::move(snapshot), batch.ops,
                                {org->seq, batch.received_ms, device.id, device.site, options_.tells_hosts});
  for (std::size_t i = 0; i < batch.ops.size(); ++i) {
    wire::OpResult& result = batch.results[batch.places[i]] = std::move(merged.results[i]);
    if (!result.stamp) continue;
    const Proven proven{static_cast<Stamp>(*result.stamp), batch.ops[i].time};
    result.proof = seal(store_.identity().mac_key, batch.ops[i].op.id, proven);
  }
  if (auto applied = store_.apply(merged.changes); !applied) return applied;
  org->seq += merged.changes.seqs();
  batch.head = org->seq;
  batch.backup_seq = org->backup_seq;
  const auto nonce = merged.changes.empty() ? std::nullopt : std::optional(random_nonce(random_));
  return store_.save_head(*org, nonce, batch.received_ms);
}

Result<void> Service::finish_push(Device& device, const wire::PushHead& head, Batch& batch) {
  wire::PushReply reply;
  reply.epoch = epoch_;
  reply.server_ms = batch.received_ms;
  reply.head = batch.head;
  auto commit = cursor_at(store_, batch.head);
  if (!commit) return commit.error();
  reply.commit = std::move(*commit);
  reply.backup_seq = batch.backup_seq;
  reply.next_poll_ms = protocol::kNextPollMs;
  reply.limits = options_.limits;
  reply.results = batch.results;
  batch.answer = to_json(reply);
  // A forked copy is heard, but the counter belongs to the other one (I11).
  if (!head.fork) {
    device.push_n = head.push_n;
    device.push_id = head.push_id;
    device.push_answer = batch.answer;
  }
  device.last_seen_ms = batch.received_ms;
  device.proto = head.proto;
  if (const auto cursor = cursors_.find(device.id); cursor != cursors_.end()) device.cursor_seq = cursor->second;
  return store_.save_push(device);
}

}  // namespace foyer::server
