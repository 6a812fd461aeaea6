// Who is who, told naively: the model of sync_model.py with unmerge. Ids and addresses are plain text, time is a
// number, nothing is kept that could be worked out. What the centre does has to look the same, whatever its tables
// hold. Values; one thread.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace foyer::support {

class IdentityModel {
 public:
  static constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();

  struct SignIn {
    std::string cid;
    std::string key;
    std::int64_t t = 0;
    std::string op;
    std::map<std::string, std::optional<std::string>> writes;  // nothing: cleared
    std::string visit;
  };
  // A contact: its open addresses, its fields, its visits.
  using Contact = std::tuple<std::set<std::string>, std::map<std::string, std::string>, std::set<std::string>>;
  struct View {
    std::multiset<Contact> contacts;
    std::set<std::string> anonymous;  // visits of erased people
    bool operator==(const View&) const = default;
  };

  void sign_in(const SignIn& op);
  // Each says whether it had anything to do.
  bool correct(const std::string& key, const std::string& to, std::int64_t t);
  bool merge(const std::string& a, const std::string& b);
  bool unmerge(const std::string& key);
  bool erase(const std::string& key, std::int64_t t);

  std::optional<std::string> root_of_key(const std::string& key) const;
  View view() const;

 private:
  struct Owner {
    std::string key;
    std::string cid;
    std::int64_t from = 0;
    std::int64_t to = kEnd;
  };
  struct ErasedKey {
    std::string key;
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::int64_t at = 0;
  };
  using Write = std::tuple<std::int64_t, std::string, std::optional<std::string>>;

  std::string find(std::string cid) const;
  std::optional<std::int64_t> erased(const std::string& cid) const;
  const Owner* owner(const std::string& key, std::int64_t t) const;
  std::int64_t end_before(const std::string& key, std::int64_t t) const;
  void place(const std::string& cid, const SignIn& op);

  std::map<std::string, std::string> parent_;  // "": stands for itself
  std::map<std::pair<std::string, std::string>, Write> writes_;
  std::vector<Owner> owners_;
  std::vector<ErasedKey> erased_keys_;
  std::map<std::string, std::int64_t> erased_;
  std::map<std::string, std::string> visits_;  // visit -> cid; "": of an erased person
  std::vector<std::string> losers_;            // of merges that stand, oldest first
};

}  // namespace foyer::support
