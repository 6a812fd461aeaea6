#include "shared/store/migrations.h"

#include <string>

namespace foyer::store {

Result<void> migrate(Database& db, std::span<const Migration> steps) {
  auto version = db.integer("PRAGMA user_version");
  if (!version) return version.error();
  const auto last = static_cast<std::int64_t>(steps.size());
  if (*version > last) {
    return Error{Fault::outdated, "the database has version " + std::to_string(*version) + ", this program knows " +
                                      std::to_string(last) + ": install the newer program again"};
  }
  for (const Migration& step : steps) {
    if (step.version <= *version) continue;
    auto done = db.transact([&]() -> Result<void> {
      // Another process may have taken this step while we waited for the lock.
      auto now = db.integer("PRAGMA user_version");
      if (!now) return now.error();
      if (*now >= step.version) return {};
      if (auto made = db.exec(step.sql); !made) return made;
      return db.exec("PRAGMA user_version = " + std::to_string(step.version));
    });
    if (!done) return done;
  }
  return {};
}

}  // namespace foyer::store
