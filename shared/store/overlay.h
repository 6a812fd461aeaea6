// The tablet's own ops over what the centre said, so that a visitor's view never flips back. An op is in the overlay
// from submit() until the feed has been read to its head after the centre acknowledged it: a page in the middle may
// stand before the newest state of an entity that has moved on. Thread and transaction: those of the Database.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shared/store/database.h"
#include "shared/store/kiosk_store.h"

namespace foyer::store {

// SQL: is this row of `op` in the overlay?
inline constexpr std::string_view kInOverlay = "op.state IN ('pending', 'inflight', 'held', 'acked')";

// Contacts by id, filled with rows of the feed and then with ops in the order of capture.
class ContactFold {
 public:
  explicit ContactFold(Database& db) : db_(db) {}

  void add_server_row(const Uuid& root, const std::string& d, std::optional<std::string> email_key);
  // Every op of the overlay that writes a contact, or only those with this email key.
  Result<void> add_overlay(const std::optional<std::string>& email_key);
  std::vector<ContactView> take() { return std::move(contacts_); }

 private:
  struct Write {
    Uuid cid;
    std::optional<std::string> email;
    std::optional<std::string> email_key;
    domain::FieldWrites fields;
    std::optional<Uuid> visit_id;
  };
  Result<std::vector<Write>> read_writes(const std::optional<std::string>& email_key);
  Result<void> apply(const Write& write);
  Result<Uuid> root_of(Uuid cid);
  Result<bool> is_new_visit(const Uuid& visit_id);
  ContactView& contact_of(const Uuid& root, const std::optional<std::string>& email_key);

  Database& db_;
  std::vector<ContactView> contacts_;
  std::map<Uuid, std::size_t> by_id_;
  std::map<std::string, std::size_t> by_key_;
};

}  // namespace foyer::store
