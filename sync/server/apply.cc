#include "sync/server/apply.h"

#include <cstdio>
#include <fstream>
#include <iterator>

#include "shared/base/text.h"
#include "shared/store/data_dir.h"
#include "sync/server/centre.h"
#include "sync/server/core/organisation.h"

namespace foyer::server {
namespace {

constexpr int kFailed = 1;
constexpr int kWrongUse = 2;

void say(const std::string& what) { std::fprintf(stderr, "foyer-server: %s\n", what.c_str()); }

Result<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text;
  if (in) {
    text.resize(wire::kOrganisationFileBytesMax + 1);
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
  }
  if (!in.eof() && text.empty()) return Error{Fault::not_found, path + ": cannot be read; name a JSON file"};
  if (text.size() > wire::kOrganisationFileBytesMax) {
    wipe(text);
    return Error{Fault::invalid, path + ": is larger than 4 MiB; split it by sections"};
  }
  return text;
}

}  // namespace

int apply_file(const ApplyOptions& options) {
  auto text = read_file(options.file);
  if (!text) {
    say(text.error().detail);
    return text.error().fault == Fault::not_found ? kWrongUse : kFailed;
  }
  auto dir = store::DataDir::open_shared(options.data);
  auto centre = dir ? open_centre(*dir) : Result<std::unique_ptr<Centre>>(dir.error());
  if (!centre) {
    say(centre.error().detail);
    return kFailed;
  }
  Centre& opened = **centre;
  const auto applied = apply_organisation(*opened.store, opened.clock, opened.random, *text,
                                          options.dry_run ? ApplyMode::dry_run : ApplyMode::apply);
  wipe(*text);  // it may hold PINs
  if (!applied) {
    say(opened.explained(applied.error()).detail);
    return kFailed;
  }
  for (const wire::FileProblem& one : applied->problems) {
    const std::string path = one.path.empty() ? "" : one.path + ": ";
    std::fprintf(stderr, "%s:%d: %s%s\n", options.file.c_str(), one.line, path.c_str(), one.what.c_str());
  }
  if (!applied->problems.empty()) {
    say("nothing was applied; put right what stands above");
    return kFailed;
  }
  std::printf("%s%s\n", summary_of(*applied).c_str(), options.dry_run ? " (nothing written)" : "");
  return std::fflush(stdout) == 0 ? 0 : kFailed;
}

}  // namespace foyer::server
