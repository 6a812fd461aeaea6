#include "tests/storm/storm.h"

#include <chrono>
#include <thread>

#include "tests/flows/in_step.h"

namespace foyer::storm {
namespace {

using flows::Row;
using std::chrono::milliseconds;

constexpr std::size_t kTablets = 3;
constexpr std::size_t kPeople = 12;
constexpr int kDeeds = 240;
constexpr milliseconds kPauseMax{40};
// The longest that an agent sleeps after a centre that only ever failed.
constexpr std::chrono::minutes kPatience{7};

const std::vector<std::string> kNames = {"Front desk", "Back door", "Garden"};
const std::vector<std::string> kFields = {"name", "company", "phone"};

double share(std::mt19937& random, double most) {
  return random() % 2 == 0 ? 0 : most * static_cast<double>(random() % 1000) / 1000;
}

}  // namespace

Storm::Storm(unsigned seed, Database kind) : random_(seed) {
  std::string settings;
  if (kind == Database::postgres) {
    database_.emplace();
    settings = "database = \"" + database_->url() + "\"\n";
  }
  const std::vector<std::string> batches = {"3", "20", "200"};
  centre_.configure(settings + "[limits]\npush_ops = " + batches[draw(batches.size())] + "\n");
  centre_.start();
  for (std::size_t i = 0; i < kTablets; ++i) {
    Desk desk;
    support::ProxyOptions options;
    options.to_port = centre_.port();
    options.seed = random_();
    desk.proxy = std::make_unique<support::FaultProxy>(options);
    desk.tablet = std::make_unique<flows::Tablet>(kNames[i]);
    desk.tablet->enrol(centre_, "http://127.0.0.1:" + std::to_string(desk.proxy->port()));
    desk.outbox = std::make_unique<flows::Outbox>(desk.tablet->data());
    desks_.push_back(std::move(desk));
  }
}

support::FaultRates Storm::draw_rates() {
  return {.drop_request = share(random_, 0.2),
          .drop_reply = share(random_, 0.3),
          .duplicate = share(random_, 0.3),
          .delay = share(random_, 0.3),
          .truncate = share(random_, 0.2),
          .unavailable = share(random_, 0.1),
          .captive = share(random_, 0.1),
          .freeze = share(random_, 0.03),
          .error = share(random_, 0.05),
          .trickle = share(random_, 0.1)};
}

// The same person in another spelling each time.
std::string Storm::address(std::size_t person) {
  std::string text = "v" + std::to_string(person) + "@example.org";
  if (draw(2) == 0) text[0] = 'V';
  if (draw(3) == 0) text.replace(text.find("example"), 7, "EXAMPLE");
  if (draw(4) == 0) text = " " + text;
  return text;
}

void Storm::somebody_comes() {
  const std::size_t at = draw(desks_.size());
  flows::Outbox& outbox = *desks_[at].outbox;
  const std::size_t person = draw(kPeople);
  const std::string key = "v" + std::to_string(person) + "@example.org";
  const std::size_t deed = draw(6);
  if (deed == 0) {
    if (auto done = outbox.check_out(address(person)); !done) support::fail(done.error().detail);
  } else {
    const std::string field = kFields[draw(kFields.size())];
    const std::string text = field + " " + std::to_string(random_());
    if (deed == 1) {
      if (auto done = outbox.leave_contact(address(person), {{field, text}}); !done) support::fail(done.error().detail);
    } else {
      const auto visit = outbox.check_in(address(person), {{field, text}});
      if (!visit) support::fail(visit.error().detail);
      visits_.insert(visit->text());
    }
    keys_.insert(key);
    written_[{key, field}][at] = text;
  }
  outbox.ring();
}

void Storm::kill_centre() {
  centre_.kill_now();
  std::this_thread::sleep_for(milliseconds(draw(200)));
  centre_.start();
}

// What runs beside it is cut off in the middle of whatever it does.
void Storm::kill_database() {
  if (!database_) return;
  database_->kill_now();
  std::this_thread::sleep_for(milliseconds(draw(200)));
  database_->start();
}

void Storm::set_running(Desk& desk) {
  if (!desk.is_running) desk.tablet->start_agent();
  desk.is_running = true;
}

void Storm::kill_agent(Desk& desk) {
  if (desk.is_running) desk.tablet->kill_agent();
  desk.is_running = false;
}

void Storm::something_breaks() {
  Desk& desk = desks_[draw(desks_.size())];
  switch (draw(9)) {
    case 0: return kill_centre();
    case 8: return kill_database();
    case 1: return kill_agent(desk);
    case 2: return desk.proxy->set_down(true);
    case 3: return desk.proxy->freeze(true);
    case 4: desk.proxy->freeze(false); return desk.proxy->set_down(false);
    case 5: return desk.proxy->set_rates(draw_rates());
    default: return set_running(desk);
  }
}

void Storm::blow() {
  for (Desk& desk : desks_) {
    desk.proxy->set_rates(draw_rates());
    if (draw(2) == 0) set_running(desk);
  }
  for (int deed = 0; deed < kDeeds; ++deed) {
    somebody_comes();
    if (draw(4) == 0) something_breaks();
    std::this_thread::sleep_for(milliseconds(draw(static_cast<std::size_t>(kPauseMax.count()))));
  }
}

void Storm::clear_up() {
  for (Desk& desk : desks_) {
    desk.proxy->set_rates({});
    desk.proxy->freeze(false);
    desk.proxy->set_down(false);
    set_running(desk);
  }
  const auto is_in_step = [&] {
    std::this_thread::sleep_for(milliseconds(200));  // a look at a status costs a process
    std::set<std::string> cursors;
    for (const Desk& desk : desks_) {
      const Row status = desk.tablet->status();
      if (status.at("pending") != "0" || status.at("held") != "0") return false;
      cursors.insert(status.at("cursor"));
    }
    return cursors.size() == 1;
  };
  support::wait_until("every tablet has sent and read everything", is_in_step, kPatience);
}

std::vector<std::string> Storm::broken_promises() {
  std::vector<std::string> broken;
  std::set<std::string> there;
  for (const Row& visit : centre_.visits()) {
    if (!there.insert(visit.at("id")).second) broken.push_back("a visit is there twice: " + visit.at("id"));
  }
  if (there != visits_) {
    broken.push_back(std::to_string(there.size()) + " visits of " + std::to_string(visits_.size()));
  }
  std::set<std::string> keys;
  for (const Row& contact : centre_.contacts()) {
    const std::string& key = contact.at("email_key");
    if (!keys.insert(key).second) broken.push_back("two contacts for one address: " + key);
    for (const std::string& field : kFields) {
      const auto written = written_.find({key, field});
      const auto shown = contact.find(field);
      if (written == written_.end()) continue;
      bool is_last_of_some_tablet = false;
      for (const auto& [tablet, text] : written->second) {
        is_last_of_some_tablet = is_last_of_some_tablet || (shown != contact.end() && shown->second == text);
      }
      if (!is_last_of_some_tablet) broken.push_back(key + ": " + field + " is not what any tablet wrote last");
    }
  }
  if (keys != keys_) broken.push_back(std::to_string(keys.size()) + " contacts of " + std::to_string(keys_.size()));
  std::vector<flows::Tablet*> tablets;
  for (Desk& desk : desks_) {
    const Row status = desk.tablet->status();
    if (status.at("dead") != "0") broken.push_back(desk.tablet->name() + " has set ops aside: " + status.at("dead"));
    tablets.push_back(desk.tablet.get());
  }
  flows::wait_until_in_step(centre_, tablets);
  return broken;
}

}  // namespace foyer::storm
