#include "shared/wire/export_lines.h"
