// What the organisation tells its tablets: settings, sites, reasons to come, hosts, staff, resources, bookings, drop-in
// passes, events and texts. Each is a document: an id, the operator's own name for it, and one of the bodies below. The
// members, their limits and their JSON stand in shared/wire/document_members.h. Values; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/base/id.h"
#include "shared/domain/visit.h"

namespace foyer::domain {

// In the order of DocumentBody. The words are the same in code, JSON and the feed.
enum class DocumentKind { settings, site, reason, host, staff, resource, booking, pass, event, text };
inline constexpr std::size_t kDocumentKinds = 10;
const char* document_kind_name(DocumentKind kind);
std::optional<DocumentKind> parse_document_kind(std::string_view name);

using ByLanguage = std::map<std::string, std::string>;  // "en" -> text

// One of an organisation. Its id is that of the name "settings".
struct OrganisationSettings {
  std::string name;
  std::string language = "en";         // of mail, and where nothing else says
  std::vector<std::string> languages;  // that tablets offer; empty: all they have

  bool operator==(const OrganisationSettings&) const = default;
};

struct Site {
  std::string name;
  std::string time_zone;                 // "Europe/Berlin"
  std::optional<std::string> closes_at;  // "20:00", there

  bool operator==(const Site&) const = default;
};

struct ReasonField {
  std::string field;
  bool is_required = false;

  bool operator==(const ReasonField&) const = default;
};
struct VisitReason {
  Reason reason = Reason::drop_in;
  ByLanguage label;
  std::vector<ReasonField> fields;
  bool is_active = true;

  bool operator==(const VisitReason&) const = default;
};

struct Host {
  std::string name;
  std::optional<std::string> email;  // stays at the centre
  std::optional<Uuid> site;
  bool is_active = true;

  bool operator==(const Host&) const = default;
};

enum class StaffDuty { reception, manager };
struct StaffMember {
  std::string name;
  StaffDuty role = StaffDuty::reception;
  std::string pin_hash;  // Argon2id, as libsodium writes it
  bool is_active = true;

  bool operator==(const StaffMember&) const = default;
};

struct Resource {
  std::string name;
  Uuid site;
  std::optional<std::int64_t> capacity;

  bool operator==(const Resource&) const = default;
};

// A visit code has six digits (rule S-23). It stands here as it is: staff look it up, and no hash hides one of a
// million codes.
struct Booking {
  Uuid resource;
  std::string name;
  std::optional<std::string> email;
  std::int64_t starts_ms = 0;
  std::int64_t ends_ms = 0;
  std::optional<std::string> code;

  bool operator==(const Booking&) const = default;
};

struct DropInPass {
  std::optional<std::string> name;
  std::string email;
  std::int64_t credits = 0;
  std::optional<std::string> valid_from;  // days ("2026-12-31") at the site, both included
  std::optional<std::string> valid_until;
  std::optional<std::string> code;

  bool operator==(const DropInPass&) const = default;
};

struct Guest {
  std::string name;
  std::optional<std::string> email;
  std::optional<std::string> code;

  bool operator==(const Guest&) const = default;
};
struct Event {
  std::string name;
  std::optional<Uuid> site;
  std::int64_t starts_ms = 0;
  std::int64_t ends_ms = 0;
  std::vector<Guest> guests;

  bool operator==(const Event&) const = default;
};

// A consent names the version that was shown, so other words need a higher one.
enum class TextUse { house_rules, privacy_notice };
struct TextVersion {
  TextUse use = TextUse::house_rules;
  std::string language;
  std::int64_t version = 1;
  std::string words;

  bool operator==(const TextVersion&) const = default;
};

using DocumentBody = std::variant<OrganisationSettings, Site, VisitReason, Host, StaffMember, Resource, Booking,
                                  DropInPass, Event, TextVersion>;
static_assert(std::variant_size_v<DocumentBody> == kDocumentKinds);

DocumentKind kind_of(const DocumentBody& body);
// An empty body of that kind.
DocumentBody body_of(DocumentKind kind);

// The id of what the operator calls `name`: the same whenever and wherever it is applied to this organisation.
Uuid document_id(const Uuid& org, DocumentKind kind, std::string_view name);

// The one active host whose name is what was typed, whatever its case, accents and white space; nothing when there are
// several or none.
struct NamedHost {
  Uuid id;
  Host host;

  bool operator==(const NamedHost&) const = default;
};
std::optional<Uuid> host_named(const std::vector<NamedHost>& hosts, std::string_view typed);

}  // namespace foyer::domain
