/** A serial port of this machine. What is not known is absent. */
export interface PortInfo {
  /** What to open: `/dev/ttyUSB0`, `COM3`. */
  path: string;
  manufacturer?: string;
  /** The adapter's own serial number: stays the same whichever socket it is plugged into. */
  serialNumber?: string;
  /** USB vendor, four hex digits. */
  vendorId?: string;
  /** USB product, four hex digits. */
  productId?: string;
}
