// What is stored, read for the checks: the centre's rows through its ServerStore, a tablet's outbox and feed rows by
// SQL on a connection of its own. Values; one thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sync/server/core/server_store.h"
#include "tests/simulation/people.h"

namespace foyer::simulation {

struct CentreLedger {
  server::OrgHead head;
  std::vector<server::FeedEntry> feed;
  std::map<Uuid, server::Device> devices;
  server::Snapshot rows;  // receipts, visits, nodes and views of everything that people said; every document

  // Whether the centre has carried it out.
  bool has(const Said& said) const;
  const server::Receipt* receipt(const Said& said) const;
};
CentreLedger read_centre(server::ServerStore& store, const std::vector<Said>& said);

struct OutboxRow {
  Uuid id;
  Uuid chain;
  std::string state;
  std::string code;
  std::string proof;
};
struct TabletLedger {
  std::map<Uuid, OutboxRow> outbox;
  std::map<std::pair<server::FeedKind, Uuid>, std::int64_t> feed;  // the entity's seq
  std::map<Uuid, std::string> documents;                           // their JSON
};
// Nothing: it cannot be read now.
std::optional<TabletLedger> read_tablet(const std::string& vfs);

}  // namespace foyer::simulation
