// `foyer-server apply`: the operator's file becomes what tablets know. Returns the exit code as the commands beside it
// do (commands.h). Called once, from main().
#pragma once

#include <string>

namespace foyer::server {

struct ApplyOptions {
  std::string data;
  std::string file;
  bool dry_run = false;
};
// Prints "N added, N changed, N removed, N unchanged"; or every problem of the file, as "FILE:LINE: PATH: what to
// write", and changes nothing.
int apply_file(const ApplyOptions& options);

}  // namespace foyer::server
