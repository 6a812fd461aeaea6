#include "shared/wire/op_json.h"
