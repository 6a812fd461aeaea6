// ServerStore in a PostgreSQL database, for centres with several server processes. A write takes the organisation's row
// first, so that writers of all processes come one after the other; a read is one snapshot. Rows move in sets: one
// statement for each table and batch. A lost connection fails the transaction under way (Fault::offline, ask again) and
// the next one connects anew. One PostgresStore belongs to one thread at a time.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "sync/server/core/server_store.h"
#include "sync/server/postgres/connection.h"

namespace foyer::server {

class PostgresStore final : public ServerStore {
 public:
  // Makes what is missing of the tables, and one organisation. Fault::outdated when a newer program wrote it; the other
  // faults as connection.h says. No detail holds the password.
  static Result<std::unique_ptr<PostgresStore>> open(const postgres::Address& address, const Clock& clock,
                                                     Random& random);

  const StoreIdentity& identity() const override { return identity_; }
  Result<void> write(const Work& work) override;
  Result<void> read(const Work& work) override;
  std::int64_t connections() const override { return connections_; }

  Result<OrgHead> head() override;
  Result<std::optional<Nonce>> nonce_at(std::int64_t seq) override;
  Result<std::int64_t> last_erasure() override;
  Result<std::vector<FeedEntry>> feed(std::int64_t after_seq, std::int64_t limit) override;
  Result<void> load_receipts(std::span<const Uuid> op_ids, Snapshot& snapshot) override;
  Result<void> load(const Keys& keys, Snapshot& snapshot) override;
  Result<std::optional<Device>> device(const Uuid& id) override;
  Result<std::vector<Device>> devices() override;
  Result<std::optional<Device>> device_by_token(const Mac& token_mac) override;
  Result<std::vector<Anchor>> anchors(const Uuid& device) override;
  Result<std::optional<ApiToken>> api_token(const Mac& token_mac) override;
  Result<std::vector<StoredDocument>> documents() override;
  Result<std::vector<HostMail>> due_mails(std::int64_t now_ms, std::int64_t limit) override;
  Result<std::vector<Review>> open_reviews(std::int64_t after_seq, std::int64_t limit) override;
  Result<std::optional<StaffActRecord>> staff_act(const Uuid& id) override;
  Result<ErasedRows> erased() override;
  Result<std::vector<std::string>> email_keys() override;
  Result<void> each_contact(const std::function<void(const wire::ContactLine&)>& visit) override;
  Result<void> each_visit(const std::function<void(const wire::VisitLine&)>& visit) override;

  Result<void> apply(const Changes& changes) override;
  Result<void> save_head(const OrgHead& head, const std::optional<Nonce>& nonce, std::int64_t now_ms) override;
  Result<std::int64_t> drop_erased_keys(std::int64_t now_ms) override;
  Result<void> add_device(const Device& device) override;
  Result<void> save_push(const Device& device) override;
  Result<void> save_removal(const Device& device) override;
  Result<void> save_anchors(const Uuid& device, std::span<const Anchor> anchors) override;
  Result<std::int64_t> revoke_devices(std::string_view name) override;
  Result<void> add_code(const EnrolCode& code) override;
  Result<std::optional<EnrolCode>> take_code(const Mac& code_mac, std::int64_t now_ms) override;
  Result<void> add_api_token(const ApiToken& token) override;
  Result<std::int64_t> revoke_api_tokens(std::string_view name, std::int64_t now_ms) override;
  Result<void> add_dead_letter(const DeadLetter& letter) override;
  Result<std::vector<DeadLetter>> dead_letters(std::int64_t limit) override;
  Result<bool> drop_dead_letter(const Uuid& id) override;

 private:
  PostgresStore(const postgres::Address& address, const Clock& clock) : address_(address), clock_(clock) {}

  Result<void> connect();
  Result<void> open_organisation(Random& random);
  Result<void> know_organisation();
  Result<void> begin(const char* how);
  Result<void> transact(const char* how, const Work& work);

  // The organisation as $1; more follows.
  postgres::Parameters org() const { return postgres::Parameters().add(identity_.org); }
  Result<postgres::Rows> query(std::string_view sql, const postgres::Parameters& parameters);
  Result<void> run(std::string_view sql, const postgres::Parameters& parameters);
  // Nothing to do without rows.
  Result<void> run_with(std::string_view sql, const postgres::Columns& rows);
  Result<std::optional<Device>> one_device(std::string_view sql, const postgres::Parameters& parameters);

  Result<void> load_nodes(const Keys& keys, Snapshot& snapshot);
  // The column contact_view.fields as a map; from the registers when its bytes are damaged.
  Result<std::map<std::string, FieldValue>> view_fields(const Uuid& root, std::string_view bytes);
  Result<void> load_views(const Keys& keys, Snapshot& snapshot);
  Result<void> load_visits(const Keys& keys, Snapshot& snapshot);
  Result<void> load_closing(const Keys& keys, Snapshot& snapshot);
  Result<void> load_facts(const Keys& keys, Snapshot& snapshot);
  Result<void> load_owners(const Keys& keys, Snapshot& snapshot);
  Result<void> load_erased_keys(const Keys& keys, Snapshot& snapshot);
  Result<void> load_check_outs(const Keys& keys, Snapshot& snapshot);
  Result<void> load_members(const Keys& keys, Snapshot& snapshot);
  Result<void> load_people(const Keys& keys, Snapshot& snapshot);
  Result<void> load_histories(const Keys& keys, Snapshot& snapshot);
  Result<void> load_reviews(const Keys& keys, Snapshot& snapshot);
  Result<void> load_documents(const Keys& keys, Snapshot& snapshot);

  Result<void> add_receipts(const Changes& changes);
  Result<void> add_nodes(const Changes& changes);
  Result<void> add_owners(const Changes& changes);
  Result<void> save_registers(const Changes& changes);
  Result<void> add_history(const Changes& changes);
  Result<void> save_views(const Changes& changes);
  Result<void> add_visits(const Changes& changes);
  Result<void> change_visits(const Changes& changes);
  Result<void> add_facts(const Changes& changes);
  Result<void> save_documents(const Changes& changes);
  Result<void> add_mails(const Changes& changes);
  Result<void> change_mails(const Changes& changes);
  Result<void> join(const Changes& changes);
  Result<void> add_declarations(const Changes& changes);
  Result<void> save_reviews(const Changes& changes);
  Result<void> save_merges(const Changes& changes);
  Result<void> move_visits(const Changes& changes);
  Result<void> erase(const Changes& changes);
  Result<void> erase_keys(const Erasure& erasure);
  Result<void> add_act(const Changes& changes);
  Result<void> move_feed(const Changes& changes);

  // Rows of a statement that declares the cursor `name`, a few at a time.
  Result<void> each_row(const std::string& name, std::string_view declare,
                        const std::function<Result<void>(const postgres::Row&)>& visit);

  postgres::Address address_;
  const Clock& clock_;
  std::optional<postgres::Connection> db_;
  std::int64_t connections_ = 1;
  std::int64_t next_try_ms_ = 0;  // by the monotonic clock: not sooner after a failure to connect
  StoreIdentity identity_;
};

}  // namespace foyer::server
