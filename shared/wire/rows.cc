#include "shared/wire/rows.h"
