// A small working centre in memory: dedupes ops by id, repeats the answer to a repeated push, keeps a feed in seq
// order. No identity by email and no fields: what the agent must get right does not need them. One thread at a time.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "shared/wire/enrol.h"
#include "shared/wire/error_reply.h"
#include "shared/wire/pull.h"
#include "shared/wire/push.h"
#include "shared/wire/snapshot.h"
#include "sync/agent/sha256.h"
#include "sync/agent/transport.h"
#include "sync/protocol/gzip.h"
#include "sync/protocol/paths.h"

namespace foyer::agent {

struct FakeCentre {
  std::string epoch = "e1";
  std::string token = "t0ken";
  std::map<Uuid, domain::Op> ops;  // what arrived, once for each id
  std::vector<std::size_t> push_sizes;
  std::vector<std::pair<std::int64_t, Uuid>> pushes;  // push_n and push_id as they came, repeats included
  int applied_twice = 0;                              // ops that came again under an id the centre had
  std::size_t ops_max = 1000;                         // more than these in a push: 413
  std::size_t page_rows = 500;
  std::set<Uuid> poison;  // a push with one of them is refused as a whole, with poison_status
  int poison_status = 400;
  std::function<std::optional<wire::OpResult>(const domain::Op&)> judge;  // nothing: applied
  std::vector<wire::FeedRow> feed;
  int proto = protocol::kProto;
  std::size_t chunk_rows = 0;                    // above 0: it has snapshots, as of the moment they are asked for
  std::optional<wire::SnapshotManifest> copy;    // the last one
  std::vector<std::string> chunks;               // its chunks
  std::optional<std::int64_t> snapshot_wait_ms;  // it is still being made
  std::vector<std::string> letters;              // dead ops as they came
  std::optional<Instant> clock;                  // of the last hello
  std::optional<domain::Removal> removal;        // the same
  std::optional<std::int64_t> may_remove;

  static HttpReply json(int status, std::string body) { return {status, std::move(body), std::nullopt}; }
  static HttpReply error(int status, const std::string& word, std::optional<std::string> new_epoch = std::nullopt) {
    wire::ErrorReply out;
    out.error = word;
    out.detail = "because";
    out.epoch = std::move(new_epoch);
    return json(status, wire::to_json(out));
  }

  std::int64_t head() const { return static_cast<std::int64_t>(feed.size()); }

  void add_contact(const Uuid& root) {
    wire::ContactRow row;
    row.root = root;
    row.email = "someone@example.org";
    row.email_key = "someone@example.org";
    row.created_at = 1'781'234'567'890;
    feed.push_back(wire::to_row(row, head() + 1));
  }

  HttpReply handle(const HttpRequest& request) {
    if (request.target == protocol::kEnrolPath) return enrol(request);
    if (request.token != token) return error(401, "token");
    if (request.target.starts_with(protocol::kHelloPath)) {
      clock = protocol::parse_hello_clock(request.target.substr(request.target.find('?') + 1));
      removal = protocol::parse_hello_removal(request.target.substr(request.target.find('?') + 1));
      const std::string may = may_remove ? ",\"may_remove\":" + std::to_string(*may_remove) : "";
      return json(200, "{\"ok\":true,\"proto\":" + std::to_string(proto) + may + "}");
    }
    if (request.target == protocol::kDeadLetterPath) {
      letters.push_back(request.body);
      return json(200, "{\"ok\":true}");
    }
    if (request.target.starts_with(protocol::kPushPath)) return push(request);
    if (request.target.starts_with(protocol::kPullPath)) return pull(request);
    if (chunk_rows > 0 && request.target == protocol::kSnapshotPath) return offer();
    if (const auto name = protocol::parse_chunk_path(request.target)) return chunk(*name);
    return error(404, "not_found");
  }

  // True when the centre would hold this pull until there is news.
  bool would_hold(const HttpRequest& request) const {
    if (!request.target.starts_with(protocol::kPullPath) || request.token != token) return false;
    const auto query = protocol::parse_pull_query(request.target.substr(protocol::kPullPath.size() + 1));
    return query.ok() && query->wait_s > 0 && seq_of(query->cursor) == head();
  }

  HttpReply enrol(const HttpRequest& request) const {
    const auto asked = wire::parse_enrol_request(request.body);
    if (!asked || asked->code != "GOODCODE") return error(401, "code");
    wire::EnrolReply reply;
    reply.device = *Uuid::parse("0190a1b2-0000-7000-8000-00000000d001");
    reply.org = *Uuid::parse("0190a1b2-0000-7000-8000-000000000a01");
    reply.org_name = "Example";
    reply.kiosk = "Front desk";
    reply.site = "Main";
    reply.token = token;
    reply.epoch = epoch;
    reply.server_ms = 1'781'234'570'000;
    return json(200, wire::to_json(reply));
  }

  HttpReply push(const HttpRequest& request) {
    const auto asked = wire::parse_push_request(request.body);
    if (!asked) return error(400, "malformed");
    push_sizes.push_back(asked->ops.size());
    pushes.emplace_back(asked->head.push_n, asked->head.push_id);
    if (asked->ops.size() > ops_max) return error(413, "too_large");
    for (const wire::PushedOp& pushed : asked->ops) {
      if (pushed.id && poison.contains(*pushed.id))
        return error(poison_status, poison_status == 413 ? "too_large" : "malformed");
    }
    if (last_push_ == pushes.back()) return json(200, last_answer_);
    if (last_push_ && asked->head.push_n <= last_push_->first && !asked->head.fork) return error(409, "forked");
    wire::PushReply reply;
    for (const wire::PushedOp& pushed : asked->ops) reply.results.push_back(apply(pushed));
    reply.epoch = epoch;
    reply.server_ms = 1'781'234'570'000;
    reply.head = head();
    reply.next_poll_ms = 20'000;
    last_push_ = pushes.back();
    last_answer_ = wire::to_json(reply);
    return json(200, last_answer_);
  }

  HttpReply offer() {
    wire::SnapshotOffer offer;
    offer.retry_ms = snapshot_wait_ms;
    if (!snapshot_wait_ms) offer.manifest = make_copy();
    return json(200, wire::to_json(offer));
  }

  const wire::SnapshotManifest& make_copy() {
    copy.emplace();
    copy->id = random_uuid(random_);
    copy->epoch = epoch;
    copy->seq = head();
    copy->nonce = "n" + std::to_string(head());
    chunks.clear();
    for (std::size_t from = 0; from < feed.size(); from += chunk_rows) {
      std::string lines;
      std::int64_t rows = 0;
      for (std::size_t i = from; i < std::min(from + chunk_rows, feed.size()); ++i, ++rows) {
        lines += wire::to_line(feed[i]) + "\n";
        copy->digest.add(feed[i].kind, feed[i].id, feed[i].seq);
      }
      chunks.push_back(*protocol::gzip(lines));
      copy->chunks.push_back({std::ssize(chunks.back()), sha256_hex(chunks.back()), rows});
    }
    return *copy;
  }

  HttpReply chunk(const protocol::ChunkName& name) const {
    if (!copy || copy->id != name.snapshot) return error(404, "not_found");
    return {200, chunks.at(static_cast<std::size_t>(name.n)), std::nullopt};
  }

  HttpReply pull(const HttpRequest& request) const {
    const auto query = protocol::parse_pull_query(request.target.substr(protocol::kPullPath.size() + 1));
    if (!query) return error(400, "malformed");
    const std::int64_t from = seq_of(query->cursor);
    if (from < 0 || from > head()) return error(409, "epoch", epoch);
    wire::PullPage page;
    page.epoch = epoch;
    const std::size_t end = std::min(feed.size(), static_cast<std::size_t>(from) + page_rows);
    for (std::size_t i = static_cast<std::size_t>(from); i < end; ++i) page.rows.push_back(feed[i]);
    page.cursor = wire::to_text(wire::Cursor{epoch, static_cast<std::int64_t>(end), "n" + std::to_string(end)});
    page.more = end < feed.size();
    page.head = head();
    page.next_poll_ms = 20'000;
    page.server_ms = 1'781'234'570'000;
    return json(200, wire::to_json(page));
  }

 private:
  // -1: a cursor of another epoch.
  std::int64_t seq_of(const std::string& cursor) const {
    if (cursor.empty()) return 0;
    const auto parsed = wire::parse_cursor(cursor);
    return parsed && parsed->epoch == epoch ? parsed->seq : -1;
  }

  wire::OpResult apply(const wire::PushedOp& pushed) {
    wire::OpResult result;
    result.id = pushed.id;
    if (!pushed.op) {
      result.outcome = wire::OpOutcome::rejected;
      result.code = "malformed";
      return result;
    }
    if (judge) {
      if (auto verdict = judge(*pushed.op)) {
        verdict->id = pushed.id;
        return *verdict;
      }
    }
    const bool is_new = ops.emplace(*pushed.id, *pushed.op).second;
    if (is_new) add_contact(pushed.op->chain);
    if (!is_new) ++applied_twice;
    result.outcome = is_new ? wire::OpOutcome::applied : wire::OpOutcome::duplicate;
    result.seq = head();
    result.root = pushed.op->chain;
    return result;
  }

  SystemRandom random_;
  std::optional<std::pair<std::int64_t, Uuid>> last_push_;
  std::string last_answer_;
};

}  // namespace foyer::agent
