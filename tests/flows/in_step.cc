#include "tests/flows/in_step.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "shared/store/kiosk_store.h"

namespace foyer::flows {
namespace {

constexpr std::size_t kAll = 100'000;

std::string text(const std::vector<Row>& rows) { return nlohmann::json(rows).dump(); }

template <typename T>
T checked(Result<T> result) {
  if (!result) support::fail("the tablet's store: " + result.error().detail);
  return std::move(*result);
}

void put(Row& row, const std::string& column, const std::optional<std::string>& value) {
  if (value) row[column] = *value;
}

Row row_of(const store::ContactView& contact) {
  Row row(contact.fields.begin(), contact.fields.end());
  row["id"] = contact.id.text();
  put(row, "email", contact.email);
  put(row, "email_key", contact.email_key);
  row["visits"] = std::to_string(contact.visits);
  if (contact.local) row["unconfirmed"] = "yes";
  return row;
}

Row row_of(const store::VisitView& visit) {
  Row row{{"id", visit.id.text()}, {"reason", domain::reason_name(visit.reason)}};
  if (visit.contact) row["contact_id"] = visit.contact->text();
  put(row, "host", visit.host);
  row["checked_in_at"] = format_utc(visit.checked_in_at);
  if (visit.checked_out_at) row["checked_out_at"] = format_utc(*visit.checked_out_at);
  if (visit.voided) row["voided"] = "yes";
  if (visit.local) row["unconfirmed"] = "yes";
  return row;
}

// The tablet's database as the kiosk opens it.
class View {
 public:
  explicit View(const Tablet& tablet)
      : store_(checked(store::KioskStore::open(tablet.data().string(), clock_, random_))) {}

  std::vector<Row> contacts() {
    std::vector<Row> rows;
    for (const auto& contact : checked(store_.contacts(kAll))) rows.push_back(row_of(contact));
    return sorted(std::move(rows));
  }
  std::vector<Row> open_visits() {
    std::vector<Row> rows;
    for (const auto& visit : checked(store_.open_visits(kAll))) rows.push_back(row_of(visit));
    return sorted(std::move(rows));
  }
  // Those of the centre's visits that this tablet knows.
  std::vector<Row> visits(const std::vector<Row>& known) {
    std::vector<Row> rows;
    for (const Row& visit : known) {
      if (const auto seen = checked(store_.visit(*Uuid::parse(visit.at("id"))))) rows.push_back(row_of(*seen));
    }
    return sorted(std::move(rows));
  }

  static std::vector<Row> sorted(std::vector<Row> rows) {
    std::sort(rows.begin(), rows.end());
    return rows;
  }

 private:
  SystemClock clock_;
  SystemRandom random_;
  store::KioskStore store_;
};

// The centre's rows without what only the centre knows.
std::vector<Row> without(std::vector<Row> rows, const std::vector<std::string>& columns) {
  for (Row& row : rows) {
    for (const std::string& column : columns) row.erase(column);
  }
  return View::sorted(std::move(rows));
}

void wait_until_same(const std::string& what, const std::vector<Row>& known,
                     const std::function<std::vector<Row>()>& shown) {
  std::vector<Row> seen;
  const auto is_same = [&] { return (seen = shown()) == known; };
  try {
    support::wait_until(what, is_same);
  } catch (const std::exception& failure) {
    support::fail(std::string(failure.what()) + "\n centre: " + text(known) + "\n tablet: " + text(seen));
  }
}

}  // namespace

std::vector<Row> contacts_shown(const Tablet& tablet) { return View(tablet).contacts(); }
std::vector<Row> open_visits_shown(const Tablet& tablet) { return View(tablet).open_visits(); }

void wait_until_in_step(const Centre& centre, const std::vector<Tablet*>& tablets) {
  for (Tablet* tablet : tablets) {
    support::wait_until(tablet->name() + " has pushed everything", [&] { return tablet->pending() == 0; });
  }
  const auto contacts = without(centre.contacts(), {"created_at"});
  const auto visits = without(centre.visits(), {"email", "kiosk", "time_quality"});
  auto open = visits;
  std::erase_if(open, [](const Row& visit) { return visit.contains("checked_out_at"); });
  for (const Tablet* tablet : tablets) {
    View view(*tablet);
    const std::string who = tablet->name() + " shows the centre's ";
    wait_until_same(who + "contacts", contacts, [&] { return view.contacts(); });
    wait_until_same(who + "visits", visits, [&] { return view.visits(visits); });
    wait_until_same(who + "visitors in the house", open, [&] { return view.open_visits(); });
  }
}

}  // namespace foyer::flows
