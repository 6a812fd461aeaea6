#include "shared/wire/pull.h"
