#include "sync/server/core/organisation.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "shared/base/text.h"
#include "shared/wire/document.h"
#include "sync/server/core/secrets.h"

namespace foyer::server {
namespace {

using domain::DocumentKind;

class Plan {
 public:
  Plan(wire::OrganisationFile file, const std::vector<StoredDocument>& stored) : file_(std::move(file)) {
    for (const StoredDocument& one : stored) stored_.emplace(one.id, &one);
    for (const wire::FileDocument& one : file_.documents) {
      named_.insert(one.id);
      there_.insert(one.id);
    }
    for (const StoredDocument& one : stored) {
      if (file_.sections.contains(one.kind)) continue;
      kept_.push_back(&one);
      there_.insert(one.id);
    }
  }

  Result<void> check() {
    for (const wire::FileDocument& one : file_.documents) {
      for (const auto& [place, reference] : one.references) {
        if (!there_.contains(reference.id)) {
          problem(place, std::string("names nothing that stands in \"") + wire::section_name(reference.kind) + "\"");
        }
      }
      if (auto checked = check_version(one); !checked) return checked;
    }
    return check_kept();
  }

  Applied run(Changes& changes, std::int64_t head) {
    for (const wire::FileDocument& one : file_.documents) {
      StoredDocument wanted{one.id, kind_of(one.body), one.name, to_json(one.body, wire::Audience::centre)};
      const auto before = stored_.find(one.id);
      if (before == stored_.end()) {
        ++applied_.added;
      } else if (*before->second == wanted) {
        ++applied_.unchanged;
        continue;
      } else {
        ++applied_.changed;
      }
      changes.documents.push_back(std::move(wanted));
    }
    for (const auto& [id, before] : stored_) {
      if (named_.contains(id) || !file_.sections.contains(before->kind)) continue;
      ++applied_.removed;
      changes.documents.push_back({id, before->kind, {}, {}});
    }
    for (const StoredDocument& one : changes.documents) changes.feed.push_back({++head, feed_kind(one.kind), one.id});
    applied_.head = head;
    return std::move(applied_);
  }

  std::vector<wire::FileProblem> take_problems() {
    std::ranges::stable_sort(file_.problems, {}, &wire::FileProblem::line);
    return std::move(file_.problems);
  }
  bool is_good() const { return file_.problems.empty(); }

 private:
  void problem(const wire::FilePlace& place, std::string what) {
    file_.problems.push_back({place.line, place.path, std::move(what)});
  }

  // Somebody may have agreed to the words that are there.
  Result<void> check_version(const wire::FileDocument& one) {
    const auto* const text = std::get_if<domain::TextVersion>(&one.body);
    const auto before = stored_.find(one.id);
    if (text == nullptr || before == stored_.end()) return {};
    const auto parsed = wire::parse_document(before->second->kind, before->second->body);
    if (!parsed) return parsed.error();
    const auto& old = std::get<domain::TextVersion>(parsed->body);
    if (text->version < old.version || (text->version == old.version && *text != old)) {
      problem({one.place.line, one.place.path + ".version"},
              "the text differs from the one that has this version or a later one; write " +
                  std::to_string(old.version + 1) + " or more");
    }
    return {};
  }

  // What the file leaves alone must not lose what it names, nor share a code with what the file brings.
  Result<void> check_kept() {
    std::map<std::string, wire::FilePlace> codes;
    for (const wire::FileDocument& one : file_.documents) {
      for (const auto& [place, code] : one.codes) codes.emplace(code, place);
    }
    std::map<std::pair<DocumentKind, DocumentKind>, int> left_alone;
    for (const StoredDocument* const one : kept_) {
      const auto parsed = wire::parse_document(one->kind, one->body);
      if (!parsed) return parsed.error();
      for (const wire::DocumentReference& reference : parsed->references) {
        if (!there_.contains(reference.id)) ++left_alone[{reference.kind, one->kind}];
      }
      for (const std::string& code : parsed->codes) {
        const auto taken = codes.find(code);
        if (taken != codes.end())
          problem(taken->second, "another document, which this file leaves alone, has the code");
      }
    }
    for (const auto& [kinds, count] : left_alone) {
      problem(file_.sections.at(kinds.first), "leaves out what " + std::to_string(count) + " of \"" +
                                                  wire::section_name(kinds.second) +
                                                  "\" name, and this file leaves those alone");
    }
    return {};
  }

  wire::OrganisationFile file_;
  std::map<Uuid, const StoredDocument*> stored_;
  std::vector<const StoredDocument*> kept_;
  std::set<Uuid> named_;  // by the file
  std::set<Uuid> there_;  // afterwards
  Applied applied_;
};

// The hash that is there when the PIN is still the same, so that applying again changes nothing.
Result<void> hash_pins(std::vector<wire::FileDocument>& documents, const std::vector<StoredDocument>& stored) {
  for (wire::FileDocument& one : documents) {
    auto* const staff = std::get_if<domain::StaffMember>(&one.body);
    if (staff == nullptr || one.pin.empty()) continue;
    const auto before = std::ranges::find(stored, one.id, &StoredDocument::id);
    if (before != stored.end()) {
      const auto parsed = wire::parse_document(before->kind, before->body);
      if (!parsed) return parsed.error();
      const std::string& hash = std::get<domain::StaffMember>(parsed->body).pin_hash;
      if (is_pin_of(one.pin, hash)) staff->pin_hash = hash;
    }
    if (staff->pin_hash.empty()) {
      auto hash = pin_hash(one.pin);
      if (!hash) return hash.error();
      staff->pin_hash = std::move(*hash);
    }
    wipe(one.pin);
  }
  return {};
}

Result<std::vector<StoredDocument>> read_documents(ServerStore& store) {
  std::vector<StoredDocument> stored;
  const auto done = store.read([&]() -> Result<void> {
    auto all = store.documents();
    if (!all) return all.error();
    stored = std::move(*all);
    return {};
  });
  if (!done) return done.error();
  return stored;
}

}  // namespace

Result<Applied> apply_organisation(ServerStore& store, const Clock& clock, Random& random, std::string_view text,
                                   ApplyMode mode) {
  wire::OrganisationFile file = wire::parse_organisation_file(text, store.identity().org);
  const auto known = read_documents(store);
  if (!known) return known.error();
  if (auto hashed = hash_pins(file.documents, *known); !hashed) return hashed.error();
  Applied applied;
  const auto work = [&]() -> Result<void> {
    auto stored = store.documents();
    if (!stored) return stored.error();
    auto head = store.head();
    if (!head) return head.error();
    Plan plan(file, *stored);
    if (auto checked = plan.check(); !checked) return checked;
    if (!plan.is_good()) {
      applied.problems = plan.take_problems();
      return {};
    }
    Changes changes;
    applied = plan.run(changes, head->seq);
    if (mode == ApplyMode::dry_run || changes.feed.empty()) return {};
    if (auto written = store.apply(changes); !written) return written;
    head->seq = applied.head;
    return store.save_head(*head, random_nonce(random), clock.now().wall_ms);
  };
  const auto done = mode == ApplyMode::dry_run ? store.read(work) : store.write(work);
  if (!done) return done.error();
  return applied;
}

std::string summary_of(const Applied& applied) {
  return std::to_string(applied.added) + " added, " + std::to_string(applied.changed) + " changed, " +
         std::to_string(applied.removed) + " removed, " + std::to_string(applied.unchanged) + " unchanged";
}

}  // namespace foyer::server
