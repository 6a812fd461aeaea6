#include "tests/flows/outbox.h"

#include "shared/domain/field_rules.h"
#include "shared/store/doorbell.h"
#include "tests/support/wait.h"

namespace foyer::flows {
namespace {

store::KioskStore open(const std::string& data, Clock& clock, Random& random) {
  auto store = store::KioskStore::open(data, clock, random);
  if (!store) support::fail("the tablet's store: " + store.error().detail);
  return std::move(*store);
}

}  // namespace

Outbox::Outbox(const std::filesystem::path& data) : data_(data.string()), store_(open(data_, clock_, random_)) {}

Result<Uuid> Outbox::check_in(const std::string& email, const domain::Fields& fields,
                              const std::optional<std::string>& host) {
  const Instant at = clock_.now();
  domain::CheckIn body;
  body.cid = mint(at);
  body.email = email;
  body.fields.set = fields;
  body.visit.id = mint(at);
  body.visit.host = host;
  const Uuid visit = body.visit.id;
  if (auto done = store_.submit(domain::make_check_in(mint(at), at, std::move(body))); !done) return done.error();
  return visit;
}

Result<void> Outbox::leave_contact(const std::string& email, const domain::Fields& fields) {
  const Instant at = clock_.now();
  domain::ContactEdit body;
  body.cid = mint(at);
  body.email = email;
  body.fields.set = fields;
  return store_.submit(domain::make_contact_edit(mint(at), at, std::move(body)));
}

Result<void> Outbox::check_out(const std::string& email) {
  const Instant at = clock_.now();
  return store_.submit(domain::make_check_out(mint(at), at, {.visit_id = {}, .email = email}));
}

Uuid Outbox::mint(const Instant& at) { return time_uuid(random_, at.wall_ms); }

std::int64_t Outbox::pending() {
  const auto counts = store_.counts();
  if (!counts) support::fail("the tablet's store: " + counts.error().detail);
  return counts->pending;
}

bool Outbox::has_pending() {
  const auto found = store_.has_pending();
  if (!found) support::fail("the tablet's store: " + found.error().detail);
  return *found;
}

bool Outbox::shows(const Uuid& visit) {
  const auto seen = store_.visit(visit);
  if (!seen) support::fail("the tablet's store: " + seen.error().detail);
  return seen->has_value();
}

std::size_t Outbox::hosts() {
  const auto known = store_.known<domain::Host>();
  if (!known) support::fail("the tablet's store: " + known.error().detail);
  return known->size();
}

void Outbox::ring() const { store::ring(data_ + "/run", store::kBellOfAgent); }

}  // namespace foyer::flows
