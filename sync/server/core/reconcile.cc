#include "sync/server/core/reconcile.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "shared/wire/rows.h"
#include "sync/server/core/extras.h"
#include "sync/server/core/feed_writer.h"
#include "sync/server/core/identity.h"
#include "sync/server/core/prepare.h"
#include "sync/server/core/registers.h"
#include "sync/server/core/review.h"
#include "sync/server/core/visit_ends.h"

namespace foyer::server {
namespace {

class Reconciler {
 public:
  Reconciler(Snapshot snapshot, const BatchContext& context)
      : s_(std::move(snapshot)), context_(context), feed_(context.head) {}

  void run(std::span<const PreparedOp> ops) {
    for (const PreparedOp& op : ops) {
      out_.results.push_back(take(op));
      if (out_.results.back().outcome == wire::OpOutcome::rejected) waiting_chains_.insert(op.op.chain);
    }
    finish();
  }
  Reconciled out() && { return std::move(out_); }

 private:
  wire::OpResult take(const PreparedOp& op) {
    const auto seen = s_.receipts.find(op.op.id);
    if (seen != s_.receipts.end()) return repeat(op, seen->second);
    if (waiting_chains_.contains(op.op.chain)) return deferred(op.op.id, kChainWaits);
    if (const auto* check_in = std::get_if<domain::CheckIn>(&op.op.body)) return check_in_person(op, *check_in);
    if (const auto* edit = std::get_if<domain::ContactEdit>(&op.op.body)) {
      return write_person(op, edit->cid, edit->fields, nullptr);
    }
    if (const auto* consent = std::get_if<domain::Consent>(&op.op.body))
      return write_person(op, consent->cid, {}, nullptr);
    if (const auto* agreement = std::get_if<domain::Agreement>(&op.op.body)) {
      return write_person(op, agreement->cid, {}, nullptr);
    }
    if (const auto* check_out = std::get_if<domain::CheckOut>(&op.op.body)) return check_out_visits(op, *check_out);
    if (const auto* reopen = std::get_if<domain::Reopen>(&op.op.body)) return reopen_visit(op, *reopen);
    return void_visit(op, std::get<domain::VoidVisit>(op.op.body));
  }

  wire::OpResult repeat(const PreparedOp& op, const Receipt& receipt) {
    // Of an erased person the tablet may have forgotten what the op said.
    if (receipt.body_mac != op.body_mac && !receipt.anonymised) return rejected(op.op.id, kIdReused);
    wire::OpResult result = describe(receipt);
    result.outcome = receipt.anonymised ? wire::OpOutcome::anonymised : wire::OpOutcome::duplicate;
    return result;
  }

  wire::OpResult check_in_person(const PreparedOp& op, const domain::CheckIn& check_in) {
    if (s_.visits.contains(check_in.visit.id)) return rejected(op.op.id, kIdReused);
    return write_person(op, check_in.cid, check_in.fields, &check_in.visit);
  }

  wire::OpResult write_person(const PreparedOp& op, const Uuid& cid, const domain::FieldWrites& fields,
                              const domain::VisitDraft* visit) {
    const std::string key = op.email ? op.email->key : std::string();
    if (overfills(op, cid, fields)) return rejected(op.op.id, kContactFull);
    const Resolved who = resolve(s_, cid, key, op.stamp, context_.head + 1);
    if (who.is_mismatch) return rejected(op.op.id, kEmailDiffers);
    note(op.op.id, who, cid);
    if (!who.is_anonymous) {
      write_fields(op, who, fields);
      declare(op, who.cid);
    }
    if (who.joined) join_views(who.joined->loser, who.root);
    if (who.joined || (who.new_owner && !who.new_node)) settle(who.root);
    if (visit != nullptr) add_visit(op, who, fields, *visit);
    return applied(op, who.is_anonymous, who.cid);
  }

  // Whether the op, or the joining of contacts that it brings about, would give one contact more fields beyond the
  // known ones than a row may carry. What is there already never gets in the way.
  bool overfills(const PreparedOp& op, const Uuid& cid, const domain::FieldWrites& fields) const {
    Extras extras;
    for (const auto& [name, text] : fields.set) extras.take(name, text.size());
    for (const auto& name : fields.clear) extras.take(name, 0);
    const Uuid root = root_of(s_, living_cid(s_, cid, op.stamp));
    const EmailOwner* owner = op.email ? owner_as_of(s_, op.email->key, op.stamp) : nullptr;
    const bool is_joining = owner != nullptr && owner->root != root && s_.views.contains(root);
    if (extras.empty() && !is_joining) return false;
    Extras before;
    for (const Uuid& one : {root, owner != nullptr ? owner->root : root}) {
      const auto view = s_.views.find(one);
      if (view == s_.views.end()) continue;
      Extras there;
      there.take(view->second);
      extras.take(there);
      before.grow_to(there);
    }
    return extras.exceed(before);
  }

  // What identity did to the stored classes.
  void note(const Uuid& op, const Resolved& who, const Uuid& asked) {
    if (who.new_node) {
      out_.changes.nodes.push_back(*who.new_node);
      if (who.cid != who.root) feed_.move(FeedKind::alias, who.cid);
    }
    // Whoever brought it kept what it said.
    if (who.is_anonymous) feed_.move(FeedKind::erased, who.root);
    if (asked != who.cid) feed_.move(FeedKind::alias, who.cid);
    if (who.new_owner) out_.changes.owners.push_back(*who.new_owner);
    if (who.joined) {
      out_.changes.joins.push_back(*who.joined);
      out_.changes.merges.push_back(
          {op, who.joined->loser, who.root, MergeReason::same_email, Uuid(), context_.now_ms, std::nullopt});
      feed_.move(FeedKind::alias, who.joined->loser);
    }
  }

  ContactView& view(const Uuid& root, Stamp stamp) {
    auto [found, is_new] = s_.views.try_emplace(root);
    if (is_new) {
      found->second.root = root;
      found->second.created_ms = stamp_ms(stamp);
      s_.histories.try_emplace(root);
    }
    feed_.move(FeedKind::contact, root);
    views_.insert(root);
    return found->second;
  }

  void write_fields(const PreparedOp& op, const Resolved& who, const domain::FieldWrites& fields) {
    ContactView& shown = view(who.root, op.stamp);
    shown.created_ms = std::min(shown.created_ms, stamp_ms(op.stamp));
    Writing writing{who.cid, op.stamp, op.op.id, context_.device, {}};
    const auto write = [&](const std::string& name, RegisterKind kind, const std::string& text) {
      const FieldValue value{kind, text, op.stamp, op.op.id};
      writing.fields[name] = kind == RegisterKind::set ? std::optional(text) : std::nullopt;
      auto [stored, is_new] = out_.changes.registers.try_emplace({who.cid, name}, value);
      if (!is_new) stored->second = merge_register(stored->second, value);
      write_register(shown.fields, name, value);
    };
    for (const auto& [name, text] : fields.set) write(name, RegisterKind::set, text);
    for (const auto& name : fields.clear) write(name, RegisterKind::clear, {});
    if (op.email) {
      write(email_register(op.email->key), RegisterKind::set, op.email->display);
      if (shown.email_key.empty() && owns_now(s_, op.email->key, who.root)) shown.email_key = op.email->key;
    }
    if (writing.fields.empty()) return;
    if (const auto history = s_.histories.find(who.root); history != s_.histories.end()) {
      history->second.push_back(writing);
    }
    out_.changes.history.push_back(std::move(writing));
  }

  // What the person says with a consent or an agreement.
  void declare(const PreparedOp& op, const Uuid& cid) {
    Declaration row;
    row.op_id = op.op.id;
    row.cid = cid;
    row.stamp = op.stamp;
    row.quality = op.time.quality;
    row.device = context_.device;
    if (const auto* consent = std::get_if<domain::Consent>(&op.op.body)) {
      row.about = consent->kind;
      row.given = consent->given;
      row.wording = consent->wording;
    } else if (const auto* agreement = std::get_if<domain::Agreement>(&op.op.body)) {
      row.kind = DeclarationKind::agreement;
      row.about = agreement->kind;
      row.wording = agreement->wording;
      row.signature = agreement->signature;
    } else {
      return;
    }
    out_.changes.declarations.push_back(std::move(row));
  }

  void join_views(const Uuid& loser, const Uuid& winner) {
    const auto gone = s_.views.find(loser);
    if (gone == s_.views.end()) return;
    const ContactView old = gone->second;
    s_.views.erase(gone);
    views_.erase(loser);
    ContactView& shown = view(winner, kStampMax);
    for (const auto& [name, value] : old.fields) write_register(shown.fields, name, value);
    shown.visits += old.visits;
    shown.created_ms = std::min(shown.created_ms, old.created_ms);
    if (shown.email_key.empty()) shown.email_key = old.email_key;
  }

  // A contact got its first address: the visits it had without one may have been ended by that address.
  void settle(const Uuid& root) {
    for (auto& [id, visit] : s_.visits) {
      if (visit.root == root && close_by_email(s_, visit)) change(visit);
    }
  }

  void add_visit(const PreparedOp& op, const Resolved& who, const domain::FieldWrites& fields,
                 const domain::VisitDraft& draft) {
    Visit visit;
    visit.id = draft.id;
    visit.device = context_.device;
    visit.site = context_.site;
    visit.reason = draft.reason;
    visit.pass = draft.pass;
    visit.op_id = op.op.id;
    visit.stamp = op.stamp;
    visit.occurred_ms = op.time.ms;
    visit.quality = op.time.quality;
    if (!who.is_anonymous) {
      visit.cid = who.cid;
      visit.root = who.root;
      visit.email_key = op.email ? op.email->key : std::string();
      visit.host = draft.host;
      visit.host_id = draft.host_id;
      visit.snapshot = wire::fields_to_json(fields.set);
    }
    const auto said = s_.facts_by_visit.find(visit.id);
    if (said != s_.facts_by_visit.end()) {
      for (const VisitFact& fact : said->second) take_fact(s_, visit, fact);
    }
    close_by_email(s_, visit);
    if (visit.root && !visit.voided_by) ++view(*visit.root, op.stamp).visits;
    if (visit.host_id && !visit.voided_by && context_.tells_hosts) {
      visit.host_told = domain::HostTold::waiting;
      HostMail mail;
      mail.visit_id = visit.id;
      mail.host_id = *visit.host_id;
      mail.received_ms = context_.now_ms;
      mail.next_try_ms = context_.now_ms;
      out_.changes.new_mails.push_back(mail);
    }
    feed_.move(FeedKind::visit, visit.id);
    new_visits_.push_back(visit.id);
    s_.visits.emplace(visit.id, std::move(visit));
  }

  wire::OpResult check_out_visits(const PreparedOp& op, const domain::CheckOut& check_out) {
    VisitFact fact = fact_of(op, VisitFactKind::check_out);
    if (check_out.visit_id) {
      fact.visit_id = check_out.visit_id;
      remember(fact);
      return applied(op, false, std::nullopt);
    }
    // Of a person who was erased since: nothing is left that it could end.
    if (erased_as_of(s_, op.email->key, op.stamp) != nullptr) return applied(op, true, std::nullopt);
    fact.kind = VisitFactKind::check_out_email;
    fact.email_key = op.email->key;
    out_.changes.facts.push_back(fact);
    s_.facts_by_email[fact.email_key].push_back(fact);
    if (const EmailOwner* owner = owner_as_of(s_, fact.email_key, fact.stamp)) {
      for (auto& [id, visit] : s_.visits) {
        if (visit.root == owner->root && close_by_email(s_, visit)) change(visit);
      }
    }
    return applied(op, false, std::nullopt);
  }

  wire::OpResult void_visit(const PreparedOp& op, const domain::VoidVisit& undo) {
    VisitFact fact = fact_of(op, VisitFactKind::void_visit);
    fact.visit_id = undo.visit_id;
    remember(fact);
    return applied(op, false, std::nullopt);
  }

  wire::OpResult reopen_visit(const PreparedOp& op, const domain::Reopen& reopen) {
    VisitFact fact = fact_of(op, VisitFactKind::reopen);
    fact.visit_id = reopen.visit_id;
    fact.takes_back = reopen.check_out;
    remember(fact);
    return applied(op, false, std::nullopt);
  }

  VisitFact fact_of(const PreparedOp& op, VisitFactKind kind) const {
    VisitFact fact;
    fact.op_id = op.op.id;
    fact.kind = kind;
    fact.site = context_.site;
    fact.stamp = op.stamp;
    fact.occurred_ms = op.time.ms;
    return fact;
  }

  // A fact about one visit, which may be here already or not yet.
  void remember(const VisitFact& fact) {
    out_.changes.facts.push_back(fact);
    s_.facts_by_visit[*fact.visit_id].push_back(fact);
    const auto visit = s_.visits.find(*fact.visit_id);
    if (visit == s_.visits.end()) return;
    const bool was_counted = !visit->second.voided_by;
    if (!take_fact(s_, visit->second, fact)) return;
    if (was_counted && visit->second.voided_by && visit->second.root) {
      --view(*visit->second.root, visit->second.stamp).visits;
    }
    change(visit->second);
  }

  void change(const Visit& visit) {
    changed_visits_.insert(visit.id);
    feed_.move(FeedKind::visit, visit.id);
  }

  wire::OpResult applied(const PreparedOp& op, bool is_anonymised, const std::optional<Uuid>& cid) {
    Receipt receipt;
    receipt.op_id = op.op.id;
    receipt.device = context_.device;
    receipt.body_mac = op.body_mac;
    receipt.stamp = op.stamp;
    receipt.quality = op.time.quality;
    receipt.anonymised = is_anonymised;
    if (!is_anonymised) receipt.cid = cid;
    receipt.received_ms = context_.now_ms;
    new_receipts_.push_back(receipt.op_id);
    s_.receipts.emplace(receipt.op_id, receipt);
    wire::OpResult result = describe(receipt);
    result.outcome = is_anonymised ? wire::OpOutcome::anonymised : wire::OpOutcome::applied;
    return result;
  }

  wire::OpResult describe(const Receipt& receipt) const {
    wire::OpResult result;
    result.id = receipt.op_id;
    result.seq = receipt.seq;
    result.stamp = static_cast<std::uint64_t>(receipt.stamp);
    result.quality = receipt.quality;
    if (receipt.cid && s_.nodes.contains(*receipt.cid)) {
      result.root = root_of(s_, *receipt.cid);
      if (*result.root != *receipt.cid) result.alias = std::pair(*receipt.cid, *result.root);
    }
    return result;
  }

  // The seq of every result is the last of this transaction: whoever has read the feed that far has seen the effect.
  void finish() {
    for (const Uuid& root : views_) {
      if (!s_.histories.contains(root)) continue;
      for (Review& review : review_again(s_, root)) {
        feed_.move(FeedKind::review, review.id);
        out_.changes.reviews.push_back(std::move(review));
      }
    }
    out_.changes.feed = feed_.take();
    number_reviews(out_.changes.reviews, out_.changes.feed);
    for (const Uuid& id : new_receipts_) out_.changes.receipts.push_back(s_.receipts.at(id));
    const std::int64_t last = context_.head + out_.changes.seqs();
    for (Receipt& receipt : out_.changes.receipts) {
      receipt.seq = last;
      s_.receipts.at(receipt.op_id).seq = last;
    }
    for (wire::OpResult& result : out_.results) {
      const auto receipt = result.id ? s_.receipts.find(*result.id) : s_.receipts.end();
      if (receipt != s_.receipts.end() && result.seq) result.seq = receipt->second.seq;
    }
    for (const Uuid& root : views_) out_.changes.views.push_back(s_.views.at(root));
    for (const Uuid& id : new_visits_) {
      out_.changes.new_visits.push_back(s_.visits.at(id));
      changed_visits_.erase(id);
    }
    for (const Uuid& id : changed_visits_) out_.changes.changed_visits.push_back(s_.visits.at(id));
  }

  Snapshot s_;
  const BatchContext& context_;
  Reconciled out_;
  FeedWriter feed_;
  std::set<Uuid> views_;
  std::vector<Uuid> new_visits_;
  std::set<Uuid> changed_visits_;
  std::vector<Uuid> new_receipts_;
  std::unordered_set<Uuid> waiting_chains_;  // behind an op that was refused: carried out in their order or not yet
};

}  // namespace

Reconciled reconcile(Snapshot snapshot, std::span<const PreparedOp> ops, const BatchContext& context) {
  Reconciler reconciler(std::move(snapshot), context);
  reconciler.run(ops);
  return std::move(reconciler).out();
}

}  // namespace foyer::server
