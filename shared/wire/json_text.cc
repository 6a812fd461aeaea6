#include "shared/wire/json_text.h"
