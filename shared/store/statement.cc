#include "shared/store/database.h"
