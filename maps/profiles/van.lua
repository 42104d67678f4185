-- A delivery van up to 3.5 t: OSRM's car, wider, higher, heavier, and admitted where deliveries are.

local car = require('car')

local function setup()
  local profile = car.setup()
  profile.vehicle_height = 2.8      -- metres
  profile.vehicle_width = 2.2       -- metres, without mirrors
  profile.vehicle_length = 6.0      -- metres
  profile.vehicle_weight = 3500     -- kilograms
  profile.vehicle_max_speed = 120   -- km/h
  profile.properties.max_speed_for_map_matching = 120 / 3.6
  -- "delivery" and "customers" ways are what a delivery is for: neither forbidden nor kept for the last metres
  for _, tag in ipairs({ 'delivery', 'customers' }) do
    profile.access_tag_blacklist[tag] = nil
    profile.restricted_access_tag_list[tag] = nil
    profile.access_tag_whitelist[tag] = true
  end
  return profile
end

return {
  setup = setup,
  process_way = car.process_way,
  process_node = car.process_node,
  process_turn = car.process_turn
}
