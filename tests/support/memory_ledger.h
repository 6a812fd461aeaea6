// A ledger of erasures in memory, which survives what happens to the store beside it. One thread.
#pragma once

#include <algorithm>
#include <string>

#include "sync/server/core/erasure_ledger.h"

namespace foyer::support {

class MemoryLedger final : public server::ErasureLedger {
 public:
  Result<void> append(const server::ErasureLine& erasure) override {
    if (is_full) return Error{Fault::full, "the ledger is full"};
    auto& lines = contents.erasures;
    const auto same = std::ranges::find(lines, erasure.erase_id, &server::ErasureLine::erase_id);
    if (same != lines.end()) {
      *same = erasure;
    } else {
      lines.push_back(erasure);
    }
    return {};
  }
  Result<void> rewrite(const std::vector<server::ErasureLine>& erasures) override {
    contents.erasures = erasures;
    return {};
  }
  Result<Contents> read() const override { return contents; }
  std::string name() const override { return "the ledger"; }

  Contents contents;
  bool is_full = false;
};

}  // namespace foyer::support
