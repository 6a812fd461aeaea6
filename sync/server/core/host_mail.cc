#include "sync/server/core/host_mail.h"

#include <algorithm>
#include <utility>

#include "shared/wire/document.h"
#include "shared/wire/rows.h"
#include "sync/server/core/secrets.h"

namespace foyer::server {
namespace {

constexpr std::int64_t kFirstWaitMs = 30'000;

std::int64_t wait_after(std::int64_t attempts) {
  std::int64_t wait = kFirstWaitMs;
  for (std::int64_t i = 1; i < attempts && wait < kNoticeWaitMaxMs; ++i) wait *= 2;
  return std::min(wait, kNoticeWaitMaxMs);
}

domain::HostTold told_of(MailState state) {
  switch (state) {
    case MailState::waiting: return domain::HostTold::waiting;
    case MailState::sent: return domain::HostTold::sent;
    case MailState::failed:
    case MailState::too_old: return domain::HostTold::failed;
    case MailState::dropped: return domain::HostTold::none;
  }
  return domain::HostTold::none;
}

// Mails with their visits, on the way back into the store.
class Outcome {
 public:
  Outcome(ServerStore& store, Random& random, std::int64_t now_ms) : store_(store), random_(random), now_ms_(now_ms) {}

  void end(HostMail mail, Visit visit, MailState state) {
    mail.state = state;
    mail.done_ms = now_ms_;
    changes_.changed_mails.push_back(mail);
    if (visit.host_told == told_of(state)) return;
    visit.host_told = told_of(state);
    changes_.changed_visits.push_back(std::move(visit));
  }
  void keep(const HostMail& mail) { changes_.changed_mails.push_back(mail); }

  // The head of the feed afterwards.
  Result<std::int64_t> write() {
    auto head = store_.head();
    if (!head) return head.error();
    for (const Visit& visit : changes_.changed_visits)
      changes_.feed.push_back({++head->seq, FeedKind::visit, visit.id});
    if (changes_.changed_mails.empty()) return head->seq;
    if (auto applied = store_.apply(changes_); !applied) return applied.error();
    if (changes_.feed.empty()) return head->seq;
    if (auto saved = store_.save_head(*head, random_nonce(random_), now_ms_); !saved) return saved.error();
    return head->seq;
  }

 private:
  ServerStore& store_;
  Random& random_;
  std::int64_t now_ms_;
  Changes changes_;
};

// What the organisation says, for a batch of notices.
class Directory {
 public:
  Result<void> read(ServerStore& store) {
    auto documents = store.documents();
    if (!documents) return documents.error();
    for (const StoredDocument& one : *documents) {
      if (one.kind != domain::DocumentKind::settings && one.kind != domain::DocumentKind::site &&
          one.kind != domain::DocumentKind::host) {
        continue;
      }
      auto parsed = wire::parse_document(one.kind, one.body);
      if (parsed) bodies_.emplace(one.id, std::move(parsed->body));
    }
    return {};
  }

  template <typename T>
  const T* find(const Uuid& id) const {
    const auto body = bodies_.find(id);
    return body == bodies_.end() ? nullptr : std::get_if<T>(&body->second);
  }
  // The organisation's only one, when there is one.
  template <typename T>
  const T* only() const {
    const T* found = nullptr;
    for (const auto& [id, body] : bodies_) {
      const T* const one = std::get_if<T>(&body);
      if (one != nullptr && found != nullptr) return nullptr;
      if (one != nullptr) found = one;
    }
    return found;
  }

 private:
  std::map<Uuid, domain::DocumentBody> bodies_;
};

// Nothing: the host cannot be told.
std::optional<Notice> notice_of(const HostMail& mail, const Visit& visit, const ContactView* contact,
                                const Directory& directory) {
  const auto* const host = directory.find<domain::Host>(mail.host_id);
  if (host == nullptr || !host->is_active || !host->email) return std::nullopt;
  Notice notice;
  notice.mail = mail;
  notice.host = host->name;
  notice.address = *host->email;
  notice.occurred_ms = visit.occurred_ms;
  notice.is_exact = visit.quality == domain::TimeQuality::exact;
  if (const auto* const settings = directory.only<domain::OrganisationSettings>(); settings != nullptr) {
    notice.organisation = settings->name;
    notice.language = settings->language;
  }
  const auto* site = host->site ? directory.find<domain::Site>(*host->site) : directory.only<domain::Site>();
  if (site != nullptr) {
    notice.site = site->name;
    notice.time_zone = site->time_zone;
  }
  // What was typed at this visit; several people may share one address.
  if (const auto typed = wire::parse_fields(visit.snapshot)) {
    if (typed->contains("name")) notice.visitor = typed->at("name");
    if (typed->contains("company")) notice.company = typed->at("company");
  }
  if (contact == nullptr) return notice;
  for (const auto& [field, target] : {std::pair("name", &notice.visitor), std::pair("company", &notice.company)}) {
    const auto value = contact->fields.find(field);
    if (target->empty() && value != contact->fields.end()) *target = value->second.value;
  }
  return notice;
}

Result<Snapshot> load_visits(ServerStore& store, const std::vector<HostMail>& mails) {
  Snapshot snapshot;
  Keys visits;
  for (const HostMail& mail : mails) visits.visits.insert(mail.visit_id);
  if (auto loaded = store.load(visits, snapshot); !loaded) return loaded.error();
  Keys views;
  for (const auto& [id, visit] : snapshot.visits) {
    if (visit.root) views.views.insert(*visit.root);
  }
  if (auto loaded = store.load(views, snapshot); !loaded) return loaded.error();
  return snapshot;
}

}  // namespace

Result<NoticeWork> take_notices(ServerStore& store, Random& random, std::int64_t now_ms, std::int64_t age_max_ms,
                                std::size_t count_max) {
  NoticeWork work;
  // Nobody is kept from writing just to find that there is nothing to do.
  bool is_due = false;
  const auto looked = store.read([&]() -> Result<void> {
    const auto mails = store.due_mails(now_ms, 1);
    if (!mails) return mails.error();
    is_due = !mails->empty();
    return {};
  });
  if (!looked) return looked.error();
  if (!is_due) return work;
  const auto done = store.write([&]() -> Result<void> {
    const auto mails = store.due_mails(now_ms, static_cast<std::int64_t>(count_max));
    if (!mails) return mails.error();
    if (mails->empty()) return {};
    const auto snapshot = load_visits(store, *mails);
    if (!snapshot) return snapshot.error();
    Directory directory;
    if (auto read = directory.read(store); !read) return read;
    Outcome outcome(store, random, now_ms);
    for (HostMail mail : *mails) {
      const auto found = snapshot->visits.find(mail.visit_id);
      if (found == snapshot->visits.end()) continue;
      const Visit& visit = found->second;
      const auto view = visit.root ? snapshot->views.find(*visit.root) : snapshot->views.end();
      const bool is_gone = visit.voided_by || !visit.root || view == snapshot->views.end();
      if (is_gone) {
        outcome.end(mail, visit, MailState::dropped);
      } else if (now_ms - visit.occurred_ms > age_max_ms) {
        outcome.end(mail, visit, MailState::too_old);
      } else if (auto notice = notice_of(mail, visit, &view->second, directory)) {
        ++mail.attempts;
        mail.next_try_ms = now_ms + kNoticeLeaseMs;
        outcome.keep(mail);
        notice->mail = mail;
        notice->org = store.identity().org;
        auto device = store.device(visit.device);
        if (!device) return device.error();
        if (*device) notice->kiosk = (*device)->name;
        work.notices.push_back(std::move(*notice));
      } else {
        outcome.end(mail, visit, MailState::failed);
      }
    }
    auto head = outcome.write();
    if (!head) return head.error();
    work.head = *head;
    return {};
  });
  if (!done) return done.error();
  return work;
}

Result<std::int64_t> settle_notice(ServerStore& store, Random& random, const HostMail& mail, Delivery delivery,
                                   int smtp_code, std::int64_t now_ms) {
  std::int64_t head = 0;
  const auto done = store.write([&]() -> Result<void> {
    const auto snapshot = load_visits(store, {mail});
    if (!snapshot) return snapshot.error();
    const auto visit = snapshot->visits.find(mail.visit_id);
    if (visit == snapshot->visits.end()) return {};
    Outcome outcome(store, random, now_ms);
    HostMail after = mail;
    after.smtp_code = smtp_code;
    if (delivery == Delivery::later) {
      after.next_try_ms = now_ms + wait_after(mail.attempts);
      outcome.keep(after);
    } else {
      outcome.end(after, visit->second, delivery == Delivery::sent ? MailState::sent : MailState::failed);
    }
    auto written = outcome.write();
    if (!written) return written.error();
    head = *written;
    return {};
  });
  if (!done) return done.error();
  return head;
}

}  // namespace foyer::server
